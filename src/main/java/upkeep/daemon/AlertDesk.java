package upkeep.daemon;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.alert.Case;
import upkeep.alert.Desk;
import upkeep.alert.DeskState;
import upkeep.alert.Facts;
import upkeep.alert.Message;
import upkeep.alert.Signal;
import upkeep.alert.Trend;
import upkeep.base.Calendar;
import upkeep.base.Severity;
import upkeep.core.Action.Alert;
import upkeep.core.Entry;
import upkeep.core.Incident;
import upkeep.core.IncidentKey;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.notify.Notice;
import upkeep.notify.Notice.Background;
import upkeep.spec.Alerting;
import upkeep.store.Ledger;
import upkeep.store.Letter;
import upkeep.store.Query;
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

    /** Under this the ledger remembers when the last digest was due. */
    private static final String DIGEST = "digest";

    /** Under these, when receivers were last tried, and when it was last told that restarts of a service have become more. */
    private static final String SELF_TEST = "self-test";

    private static final String TREND = "trend ";
    private static final Duration WEEK = Duration.ofDays(7);

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
    private Instant digest;

    private Instant selfTest;

    private Optional<Instant> next = Optional.empty();
    private boolean isKept = true;
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
        this.state = known(ledger);
        this.digest = ledger.recall(DIGEST).flatMap(AlertDesk::instant).orElse(clock.instant());
        this.selfTest = ledger.recall(SELF_TEST).flatMap(AlertDesk::instant).orElse(clock.instant());
        this.thread = Thread.ofPlatform().daemon().name("alert-desk").unstarted(this::run);
    }

    private static DeskState known(Ledger ledger) {
        try {
            return ledger.desk().orElse(DeskState.EMPTY);
        } catch (StoreException unreadable) {
            LOG.warn("who was told of what is not known any more, and begins anew: {}", unreadable.getMessage());
            return DeskState.EMPTY;
        }
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException foreign) {
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
        Turn turn = new Turn(new AlertFacts(now), now.plan().alerting(), clock.instant());
        if (hasMissed) {
            hasMissed = false;
            turn.learn(new Signal.AllOpen(turn.allOpen(now)));
        }
        turn.refresh();
        for (Item item : items) {
            switch (item) {
                case Item.Heard heard -> turn.learn(turn.facts.signal(heard.alert()));
                case Item.Asked asked -> turn.learn(asked.signal().apply(turn.state));
            }
        }
        turn.digest();
        turn.selfTest();
        turn.learn(new Signal.Looked());
        keep(turn);
        for (Item item : items) {
            if (item instanceof Item.Asked asked) {
                asked.then().complete(state);
            }
        }
    }

    /** What is decided in one go, and kept together. */
    private final class Turn {
        private final AlertFacts facts;
        private final Alerting alerting;
        private final Desk desk;
        private final Instant now;
        private final List<Message> messages = new ArrayList<>();
        private DeskState state = AlertDesk.this.state;
        private Optional<Instant> next = Optional.empty();

        Turn(AlertFacts facts, Alerting alerting, Instant now) {
            this.facts = facts;
            this.alerting = alerting;
            this.desk = new Desk(alerting, clock.getZone(), outbox.blocked());
            this.now = now;
        }

        void learn(Signal signal) {
            Desk.Decision decision = desk.decide(state, signal, now);
            state = decision.state();
            messages.addAll(decision.messages());
            next = decision.next();
        }

        /** Who suffers, and whether it is up again, changes without a word. */
        void refresh() {
            state.cases().values().stream().filter(Case::isOpen).forEach(each -> {
                Facts present = facts.now(each.key(), each.facts());
                if (!present.equals(each.facts())) {
                    learn(new Signal.Opened(each.key(), present));
                }
            });
        }

        Map<String, Facts> allOpen(Snapshot snapshot) {
            Map<String, Incident> open = snapshot.state().openIncidents();
            Map<Long, Severity> severities = severities(open.values());
            Map<String, Facts> all = new HashMap<>();
            open.forEach((key, incident) -> {
                Severity severity = Optional.ofNullable(state.cases().get(key))
                        .filter(Case::isOpen)
                        .map(each -> each.facts().severity())
                        .orElse(severities.getOrDefault(incident.number(), Severity.ERROR));
                String subject = IncidentKey.subject(key);
                all.put(key, facts.of(key, subject, severity, incident.what(), incident.number()));
            });
            return all;
        }

        void digest() {
            if (isDue(alerting.digest(), digest)) {
                trends();
                learn(new Signal.DigestDue(digest));
                digest = now;
                remember(DIGEST, now);
            }
        }

        /** Whoever has accepted something since the last time needs no test. */
        void selfTest() {
            if (isDue(alerting.selfTest(), selfTest)) {
                Set<String> unheard = alerting.receivers().keySet().stream()
                        .filter(receiver -> !wasTold(receiver, selfTest))
                        .collect(Collectors.toSet());
                Desk.Decision decision = desk.test(state, unheard, now);
                state = decision.state();
                messages.addAll(decision.messages());
                selfTest = now;
                remember(SELF_TEST, now);
            }
        }

        /** Whether the moment after {@code last} has come; if not, it is looked again then. */
        private boolean isDue(Optional<Calendar> calendar, Instant last) {
            Optional<Instant> due = calendar.flatMap(it -> it.next(last.atZone(clock.getZone())))
                    .map(ZonedDateTime::toInstant);
            boolean isDue = due.filter(at -> !at.isAfter(now)).isPresent();
            if (!isDue) {
                due.ifPresent(dues::add);
            }
            return isDue;
        }

        private void trends() {
            try {
                Map<String, Integer> lately = ledger.restarts(now.minus(WEEK), now);
                Map<String, Integer> before = ledger.restarts(now.minus(WEEK.multipliedBy(2)), now.minus(WEEK));
                for (Map.Entry<String, Integer> each : new TreeMap<>(lately).entrySet()) {
                    String subject = each.getKey();
                    Trend trend = new Trend(before.getOrDefault(subject, 0), each.getValue());
                    if (trend.rises() && wasBefore(ledger.recall(TREND + subject), now.minus(WEEK))) {
                        learn(new Signal.Happened(facts.of(subject, subject, Severity.WARNING, trend.text(), 0)));
                        remember(TREND + subject, now);
                    }
                }
            } catch (StoreException unreadable) {
                LOG.warn("cannot read how often services were restarted: {}", unreadable.getMessage());
            }
        }

        /** When there is something to do by the calendar. */
        private final List<Instant> dues = new ArrayList<>();

        List<Letter> letters() throws InterruptedException {
            List<Letter> letters = new ArrayList<>();
            for (Message message : messages) {
                Map<Long, Background> background = backgrounds.of(message, alerting, now);
                boolean isTest = message.kind() == Message.Kind.TEST;
                letters.add(Outbox.letter(new Notice(host, message, background, isTest)));
            }
            return letters;
        }
    }

    /** How loud incidents were opened, by their numbers. */
    private Map<Long, Severity> severities(Collection<Incident> incidents) {
        Map<Long, Severity> severities = new HashMap<>();
        try {
            List<Long> numbers = incidents.stream().map(Incident::number).toList();
            for (Entry entry : numbers.isEmpty() ? List.<Entry>of() : ledger.entries(Query.numbered(numbers))) {
                Optional.ofNullable(entry.fields().get("severity"))
                        .flatMap(Severity::of)
                        .ifPresent(severity -> severities.put(entry.number(), severity));
            }
        } catch (StoreException unreadable) {
            LOG.warn("cannot read how loud incidents are: {}", unreadable.getMessage());
        }
        return severities;
    }

    private boolean wasTold(String receiver, Instant since) {
        try {
            return !wasBefore(ledger.recall(Outbox.TOLD + receiver), since);
        } catch (StoreException unreadable) {
            return false;
        }
    }

    /** Whether what is remembered was before that, or is not. */
    private static boolean wasBefore(Optional<String> remembered, Instant moment) {
        return remembered
                .flatMap(AlertDesk::instant)
                .filter(at -> !at.isBefore(moment))
                .isEmpty();
    }

    private void remember(String key, Instant moment) {
        try {
            ledger.remember(key, moment.toString());
        } catch (StoreException failure) {
            LOG.warn("cannot note when people were last told of {}: {}", key, failure.getMessage());
        }
    }

    /** Letters go out also if they cannot be kept: a full disk is the last reason not to tell. */
    private void keep(Turn turn) throws InterruptedException {
        List<Letter> letters = turn.letters();
        next = Stream.concat(turn.next.stream(), turn.dues.stream()).min(Instant::compareTo);
        if (!turn.state.equals(state) || !isKept) {
            state = turn.state;
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
