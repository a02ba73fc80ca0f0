package upkeep.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.core.Event;
import upkeep.notify.Delivery;
import upkeep.notify.Notice;
import upkeep.spec.Channel;
import upkeep.spec.Receiver;
import upkeep.store.Ledger;
import upkeep.store.Letter;
import upkeep.store.StoreException;
import upkeep.store.codec.Codec;
import upkeep.store.codec.CodecException;

/**
 * Letters on their way: each receiver's are sent one after the other, in order, until the other side has accepted them, also over
 * restarts. Whoever cannot be told in time is replaced by the receiver that the specs name for that. Thread-safe.
 */
final class Outbox implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** So many letters of one receiver may wait; while they do, no more is written to it. */
    static final int MOST_WAITING = 50;

    /** How long a letter is tried, as mail servers do it (RFC 5321 section 4.5.4.1). */
    static final Duration LONGEST = Duration.ofDays(5);

    /** What lies between two tries; the last for all that follow. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5));

    /** Before a receiver's name: under this the ledger remembers when it last accepted something. */
    static final String TOLD = "told ";

    private static final Codec<Notice> NOTICE = Codec.of(Notice.class);

    private final Ledger ledger;
    private final Function<String, Optional<Receiver>> receivers;
    private final BooleanSupplier knowsReceivers;
    private final Sending sending;
    private final Consumer<Event> events;
    private final Runnable roomAgain;
    private final List<Duration> waits;
    private final Clock clock;
    private final Map<String, OutboxLane> lanes = new HashMap<>();
    private final List<Letter> undropped = new ArrayList<>();
    private boolean isClosed;

    /** Sends a notice, and waits for what becomes of it. */
    @FunctionalInterface
    interface Sending {
        Delivery send(Channel channel, Notice notice);
    }

    /**
     * @param receivers of the plan in force, by name
     * @param knowsReceivers whether there is a plan in force; without, as when the applied specs cannot be read, letters wait
     * @param events is told what was delivered, and who cannot be told
     * @param roomAgain is told when a receiver is no longer {@link #blocked}
     * @param waits between two tries; the last for all that follow
     */
    Outbox(
            Ledger ledger,
            Function<String, Optional<Receiver>> receivers,
            BooleanSupplier knowsReceivers,
            Sending sending,
            Consumer<Event> events,
            Runnable roomAgain,
            List<Duration> waits,
            Clock clock) {
        this.ledger = ledger;
        this.receivers = receivers;
        this.knowsReceivers = knowsReceivers;
        this.sending = sending;
        this.events = events;
        this.roomAgain = roomAgain;
        this.waits = waits;
        this.clock = clock;
    }

    static Letter letter(Notice notice) {
        return new Letter(
                notice.message().number(),
                notice.message().receiver(),
                notice.message().at(),
                false,
                NOTICE.text(notice));
    }

    /** Sends what earlier lives left. */
    void start() throws StoreException {
        add(ledger.letters());
    }

    /** Letters that are kept already, or could not be. */
    synchronized void add(Collection<Letter> letters) {
        if (isClosed) {
            return;
        }
        for (Letter letter : letters) {
            lanes.computeIfAbsent(letter.receiver(), name -> new OutboxLane(name, this))
                    .add(letter);
        }
    }

    /** Whoever waits for its next try does so now: the plan is another one, or somebody asks. */
    synchronized void tryNow() {
        lanes.values().forEach(OutboxLane::tryNow);
    }

    /** All that are not delivered. */
    synchronized List<Letter> letters() {
        return lanes.values().stream().flatMap(lane -> lane.letters().stream()).toList();
    }

    /** Receivers to whom nothing more is to be written for now. */
    synchronized Set<String> blocked() {
        return lanes.values().stream()
                .filter(lane -> lane.waiting() >= MOST_WAITING)
                .map(OutboxLane::receiver)
                .collect(Collectors.toSet());
    }

    /** What waits for each receiver for whom something does. */
    synchronized List<Waiting> waiting() {
        return lanes.values().stream()
                .filter(lane -> lane.waiting() > 0)
                .map(OutboxLane::state)
                .sorted(Comparator.comparing(Waiting::receiver))
                .toList();
    }

    /**
     * What waits for a receiver.
     *
     * @param since when the oldest was written
     * @param fault why it is not delivered yet, if a try has failed
     */
    record Waiting(String receiver, int letters, Instant since, Optional<String> fault) {}

    Instant now() {
        return clock.instant();
    }

    /** How long to wait after so many failures before this one. */
    Duration waitAfter(int failures) {
        return waits.get(Math.min(failures, waits.size() - 1));
    }

    boolean knowsReceivers() {
        return knowsReceivers.getAsBoolean();
    }

    Optional<Receiver> receiver(String name) {
        return receivers.apply(name);
    }

    Delivery send(Receiver receiver, Letter letter) {
        Notice notice;
        try {
            notice = NOTICE.read(letter.text());
        } catch (CodecException foreign) {
            return new Delivery.Rejected(
                    "another upkeep wrote it, in a form that this one cannot read: " + foreign.getMessage());
        }
        try {
            return sending.send(receiver.channel(), notice);
        } catch (RuntimeException bug) {
            LOG.error("cannot send to {}: a fault in upkeepd itself", receiver.name(), bug);
            return new Delivery.Retry("a fault in upkeepd itself; its log has more");
        }
    }

    /** The other side has it. */
    void delivered(Receiver receiver, Letter letter, String how) {
        drop(letter);
        remember(receiver);
        Map<Long, String> incidents = new HashMap<>();
        try {
            NOTICE.read(letter.text()).message().lines().stream()
                    .filter(line -> line.incident() > 0)
                    .forEach(line -> incidents.put(line.incident(), line.subject()));
        } catch (CodecException foreign) {
            LOG.debug("a letter whose incidents are not known was delivered", foreign);
        }
        String text = receiver.name() + ", by " + receiver.channel().word() + ": " + how;
        events.accept(new Event.Told(Now.moment(), text, new TreeMap<>(incidents)));
        lanesChanged(receiver.name());
    }

    private void remember(Receiver receiver) {
        try {
            ledger.remember(TOLD + receiver.name(), now().toString());
        } catch (StoreException failure) {
            LOG.warn("cannot note when {} was told: {}", receiver.name(), failure.getMessage());
        }
    }

    private void lanesChanged(String receiver) {
        boolean hasRoom;
        synchronized (this) {
            OutboxLane lane = lanes.get(receiver);
            hasRoom = lane != null && lane.waiting() == MOST_WAITING - 1;
        }
        if (hasRoom) {
            roomAgain.run();
        }
    }

    /** It will never be accepted, or nobody is there any more to be told. */
    void given(Letter letter, String why) {
        LOG.error(
                "cannot tell {}: {}; message {} of {} is given up",
                letter.receiver(),
                why,
                letter.number(),
                letter.at());
        drop(letter);
        lanesChanged(letter.receiver());
    }

    /** The receiver cannot be told, or can again. */
    void seen(String receiver, Optional<String> fault) {
        events.accept(new Event.ReceiverSeen(Now.moment(), receiver, fault));
    }

    /** The same goes to another receiver as well; the letter as it is from now on. */
    Letter passedOn(Letter letter, String to, String why) {
        Letter passed = letter.withPassedOn();
        Letter other = new Letter(letter.number(), to, letter.at(), false, letter.text());
        LOG.warn("{} is told in place of {}, which cannot be told: {}", to, letter.receiver(), why);
        try {
            ledger.saveLetters(List.of(passed, other), List.of());
        } catch (StoreException failure) {
            LOG.warn("cannot keep a letter: {}", failure.getMessage());
        }
        add(List.of(other));
        return passed;
    }

    /** What was delivered while the disk was full is dropped with the next that is. */
    private void drop(Letter letter) {
        synchronized (undropped) {
            undropped.add(letter);
            try {
                ledger.saveLetters(List.of(), List.copyOf(undropped));
                undropped.clear();
            } catch (StoreException failure) {
                LOG.warn("cannot note that a letter is delivered: {}", failure.getMessage());
            }
        }
    }

    @Override
    public void close() {
        List<OutboxLane> open;
        synchronized (this) {
            isClosed = true;
            open = List.copyOf(lanes.values());
        }
        open.forEach(OutboxLane::close);
    }
}
