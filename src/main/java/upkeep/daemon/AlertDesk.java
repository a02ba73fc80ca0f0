package upkeep.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.alert.Desk;
import upkeep.alert.DeskState;
import upkeep.alert.Message;
import upkeep.alert.Signal;
import upkeep.core.Action.Alert;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.notify.Notice;
import upkeep.notify.Notice.Background;
import upkeep.store.Ledger;
import upkeep.store.Letter;
import upkeep.store.StoreException;

/**
 * Where it is decided who is told: keeps what {@link Desk} knows, and hands its messages to the {@link Outbox}, as letters that
 * are kept together with it. What was decided is made up for after a restart, since incidents are durable by themselves. Its thread
 * waits for disk and journal, so that nobody else does. Thread-safe.
 */
final class AlertDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertDesk.class);

    private static final int QUEUE = 10_000;
    private static final int AT_ONCE = 1_000;

    /** So long at most until the desk looks again, since the wall clock, by which it goes, may be set. */
    private static final Duration LOOK = Duration.ofMinutes(1);

    private sealed interface Item {
        record Heard(Alert alert) implements Item {}

        record Asked(Function<DeskState, Signal> signal, CompletableFuture<DeskState> then) implements Item {}
    }

    private final Ledger ledger;
    private final Supplier<Snapshot> snapshot;
    private final Outbox outbox;
    private final Backgrounds backgrounds;
    private final String host;
    private final Clock clock;
    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Thread thread;

    private volatile DeskState state;

    /** The desk thread's own, as are those that follow. */
    private final DeskCalendar calendar;

    private CaughtUp caughtUp = CaughtUp.NOT;

    private Optional<Instant> next = Optional.empty();
    private boolean isKept;
    private volatile boolean hasMissed;

    /**
     * @param snapshot of the plan and the state by it
     * @param host the name of this machine
     */
    AlertDesk(
            Ledger ledger,
            Supplier<Snapshot> snapshot,
            Outbox outbox,
            Backgrounds backgrounds,
            String host,
            Clock clock)
            throws StoreException {
        this.ledger = ledger;
        this.snapshot = snapshot;
        this.outbox = outbox;
        this.backgrounds = backgrounds;
        this.host = host;
        this.clock = clock;
        Optional<DeskState> known = known(ledger);
        // Who does not know what people were told tells them of nothing that was before.
        this.state = known.isPresent() ? known.get() : DeskState.EMPTY.heardTo(ledger.lastEntryNumber());
        this.isKept = known.isPresent();
        this.calendar = new DeskCalendar(ledger, clock);
        this.thread = Thread.ofPlatform().daemon().name("alert-desk").unstarted(this::run);
    }

    private static Optional<DeskState> known(Ledger ledger) {
        try {
            return ledger.desk();
        } catch (StoreException unreadable) {
            LOG.warn("who was told of what is not known any more, and begins anew: {}", unreadable.getMessage());
            return Optional.empty();
        }
    }

    /** Has what earlier lives left sent, and begins with what is open now, of which some may have come and gone unheard. */
    void start() {
        try {
            outbox.start();
        } catch (StoreException unreadable) {
            LOG.error(
                    "cannot read what is still to be told, which waits for the next start: {}",
                    unreadable.getMessage());
        }
        hasMissed = true;
        thread.start();
    }

    /** Never waits. */
    void tell(Alert alert) {
        if (!queue.offer(new Item.Heard(alert))) {
            hasMissed = true;
        }
    }

    /** Another plan holds, or there is room again for who had none. */
    void look() {
        queue.offer(new Item.Asked(_ -> new Signal.Looked(), new CompletableFuture<>()));
    }

    /** Has the desk learn what somebody wants; what it knows then, once that is kept. */
    CompletableFuture<DeskState> learn(Function<DeskState, Signal> signal) {
        CompletableFuture<DeskState> then = new CompletableFuture<>();
        if (!queue.offer(new Item.Asked(signal, then))) {
            then.completeExceptionally(new IllegalStateException("too much waits to be told"));
        }
        return then;
    }

    DeskState state() {
        return state;
    }

    private void run() {
        List<Item> items = new ArrayList<>();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                items.clear();
                Item first = queue.poll(untilNext(), TimeUnit.MILLISECONDS);
                if (first != null) {
                    items.add(first);
                    queue.drainTo(items, AT_ONCE);
                }
                turn(items);
            } catch (InterruptedException closed) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("cannot decide who is told: a fault in upkeepd itself", bug);
                next = Optional.of(clock.instant().plus(LOOK));
                fail(items, bug);
            }
        }
    }

    private static void fail(List<Item> items, RuntimeException bug) {
        for (Item item : items) {
            switch (item) {
                case Item.Asked asked -> asked.then().completeExceptionally(bug);
                case Item.Heard _ -> {}
            }
        }
    }

    private long untilNext() {
        if (hasMissed) {
            return 0;
        }
        Duration left = next.map(due -> Duration.between(clock.instant(), due)).orElse(LOOK);
        return Math.clamp(left.toMillis() + 1, 0, LOOK.toMillis());
    }

    private void turn(List<Item> items) throws InterruptedException {
        Snapshot now = snapshot.get();
        Desk desk = new Desk(now.plan().alerting(), clock.getZone(), outbox.blocked());
        DeskTurn turn = new DeskTurn(ledger, now, desk, state, clock.instant());
        if (hasMissed) {
            hasMissed = false;
            caughtUp = turn.catchUp();
        }
        turn.refresh();
        for (Item item : items) {
            switch (item) {
                case Item.Heard(Alert alert)
                when caughtUp.isPast(alert) -> LOG.debug("known already: {}", alert.text());
                case Item.Heard(Alert alert) -> turn.hear(alert);
                case Item.Asked asked -> turn.learn(asked.signal().apply(turn.state()));
            }
        }
        calendar.digest(turn);
        calendar.selfTest(turn);
        turn.learn(new Signal.Looked());
        keep(turn);
        for (Item item : items) {
            if (item instanceof Item.Asked asked) {
                asked.then().complete(state);
            }
        }
    }

    private List<Letter> letters(DeskTurn turn) throws InterruptedException {
        List<Letter> letters = new ArrayList<>();
        for (Message message : turn.messages()) {
            Map<Long, Background> background = backgrounds.of(message, turn.alerting(), turn.now());
            boolean isTest = message.kind() == Message.Kind.TEST;
            letters.add(Outbox.letter(new Notice(host, message, background, isTest)));
        }
        return letters;
    }

    /** Letters go out also if they cannot be kept: a full disk is the last reason not to tell. */
    private void keep(DeskTurn turn) throws InterruptedException {
        List<Letter> letters = letters(turn);
        next = turn.next();
        if (!turn.state().equals(state) || !isKept) {
            state = turn.state();
            List<Letter> all = new ArrayList<>(letters);
            if (!isKept) {
                all.addAll(outbox.letters());
            }
            try {
                ledger.saveDesk(state, all);
                isKept = true;
            } catch (StoreException failure) {
                if (isKept) {
                    LOG.warn("cannot keep what people are told, which is told all the same: {}", failure.getMessage());
                }
                isKept = false;
            }
        }
        outbox.add(letters);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
