package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.alert.DeskState;
import upkeep.alert.Message;
import upkeep.alert.Reason;
import upkeep.alert.Signal;
import upkeep.alert.Silence;
import upkeep.base.Calendar;
import upkeep.base.Moment;
import upkeep.base.Severity;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.core.Action.Alert;
import upkeep.core.Entry;
import upkeep.core.HardState;
import upkeep.core.HardState.Intent;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.notify.Delivery;
import upkeep.notify.Notice;
import upkeep.spec.AlertMatch;
import upkeep.spec.AlertRoute;
import upkeep.spec.Alerting;
import upkeep.spec.Channel;
import upkeep.spec.Concern;
import upkeep.spec.Plan;
import upkeep.spec.Receiver;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.store.Ledger;
import upkeep.store.StoreException;

/** From an alert to what is sent, over restarts. The port is what sends. */
class AlertDeskTest {

    private static final Instant NOW = Instant.parse("2026-11-27T10:00:00Z");

    private static final String SPEC = """
            services:
              web: {exec: /bin/web, user: www-data}
              db: {exec: /bin/db, user: www-data}
            """;

    private static final Optional<Calendar> EVERY_SECOND = Calendar.parse("*-*-* *:*:*");
    private static final Plan PLAN = plan(Optional.empty(), Optional.empty());

    private final BlockingQueue<Notice> sent = new LinkedBlockingQueue<>();
    private final AtomicReference<Snapshot> snapshot = new AtomicReference<>();
    private final Ledger ledger;
    private Outbox outbox;
    private AlertDesk desk;

    AlertDeskTest(@TempDir Path directory) throws StoreException {
        ledger = Ledger.open(directory);
        snapshot.set(state());
        outbox = outbox();
        desk = desk();
    }

    @AfterEach
    void close() {
        desk.close();
        outbox.close();
        ledger.close();
    }

    private static Plan plan(Optional<Calendar> digest, Optional<Calendar> selfTest) {
        Plan plan = Specs.load(List.of(new Source("shop.yaml", SPEC))).value().orElseThrow();
        Receiver ops = new Receiver(
                "ops",
                SourcePos.NONE,
                new Channel.Syslog("daemon"),
                new Receiver.Budget(30, TimeSpan.ofSeconds(3_600)),
                Optional.empty());
        AlertRoute route = new AlertRoute(
                SourcePos.NONE,
                AlertMatch.ANY,
                Set.of("ops"),
                Set.of(AlertRoute.GroupBy.SUBJECT),
                new AlertRoute.Timing(TimeSpan.ZERO, TimeSpan.ZERO, TimeSpan.INFINITY),
                false,
                List.of());
        Concern web = new Concern(Optional.empty(), Optional.of("https://wiki.example.org/web"), Optional.empty());
        Alerting alerting = new Alerting(
                new TreeMap<>(Map.of("ops", ops)),
                route,
                List.of(),
                new TreeMap<>(Map.of("web", web)),
                digest,
                selfTest);
        return new Plan(
                plan.services(),
                plan.perConnection(),
                plan.targets(),
                plan.units(),
                plan.directories(),
                plan.checks(),
                plan.apps(),
                alerting,
                plan.settings());
    }

    private Snapshot state(String... incidents) throws StoreException {
        return state(PLAN, incidents);
    }

    private Snapshot state(Plan plan, String... incidents) throws StoreException {
        long lastNumber = ledger.lastEntryNumber();
        List<HardState> hard = java.util.Arrays.stream(incidents)
                .map(service -> new HardState(
                        service,
                        Intent.RUN,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(new HardState.Incident(service.equals("web") ? 11 : 12, NOW, "is down")),
                        Optional.empty()))
                .toList();
        return new Snapshot(new Supervisor(plan), State.begin(plan, hard, lastNumber, new Moment(1, NOW), false));
    }

    private Outbox outbox() {
        return new Outbox(
                ledger,
                name -> Optional.ofNullable(PLAN.alerting().receivers().get(name)),
                () -> true,
                (_, notice) -> {
                    sent.add(notice);
                    return new Delivery.Delivered("taken");
                },
                _ -> {},
                () -> {},
                Outbox.WAITS,
                Clock.systemUTC());
    }

    private AlertDesk desk() throws StoreException {
        Backgrounds backgrounds = new Backgrounds(
                new LedgerEntries(ledger),
                (unit, _, _) -> List.of("last words of " + unit),
                name -> Optional.ofNullable(PLAN.services().get(name)).map(service -> service.unit()),
                ZoneOffset.UTC);
        return new AlertDesk(ledger, snapshot::get, outbox, backgrounds, "host", Clock.systemUTC());
    }

    private void restart(String... open) throws StoreException {
        while (!ledger.letters().isEmpty()) {
            Thread.onSpinWait(); // what was accepted is dropped a moment later
        }
        desk.close();
        outbox.close();
        snapshot.set(state(open));
        outbox = outbox();
        desk = desk();
        desk.start();
    }

    private static Alert alert(Alert.State state, String service, String what) {
        return alert(state, service, what, 11);
    }

    private static Alert alert(Alert.State state, String service, String what, long entry) {
        return new Alert(state, service, Severity.ERROR, service, service + ": " + what, what, entry);
    }

    /** The next that is sent, as reasons with subjects. */
    private String sent() throws InterruptedException {
        Notice notice = Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS)).orElseThrow();
        return String.join(
                ", ",
                notice.message().lines().stream()
                        .map(line -> line.reason() + " " + line.subject())
                        .toList());
    }

    @Test
    void anIncidentIsToldWithItsStoryTheLogAndWhatToDo() throws Exception {
        desk.start();
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        ledger.append(List.of(new Entry(
                11,
                new Moment(1, NOW),
                Entry.Kind.INCIDENT_OPENED,
                "web",
                "does not answer",
                List.of(),
                Optional.of(11L),
                Map.of("severity", "error"))));
        desk.tell(alert(Alert.State.FIRING, "web", "does not answer"));
        Notice notice = Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS)).orElseThrow();
        assertEquals("does not answer", notice.message().lines().getFirst().what());
        Notice.Background background =
                Optional.ofNullable(notice.background().get(11L)).orElseThrow();
        assertTrue(background.story().getFirst().contains("does not answer"), background::toString);
        assertEquals(List.of("last words of web.service"), background.log());
        assertEquals(Optional.of("upkeep why web"), background.command());
        assertEquals(Optional.of("https://wiki.example.org/web"), background.runbook());
        desk.tell(alert(Alert.State.RESOLVED, "web", "it answers again"));
        assertEquals("RESOLVED web", sent());
    }

    @Test
    void afterARestartNothingIsToldTwiceAndWhatWasMissedIsMadeUpFor() throws Exception {
        desk.start();
        desk.tell(alert(Alert.State.FIRING, "web", "is down"));
        assertEquals("FIRING web", sent());
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        restart("web");
        desk.tell(alert(Alert.State.FIRING, "db", "is down"));
        assertEquals("FIRING db", sent());
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        restart("db");
        assertEquals("RESOLVED web", sent());
        restart("db", "web");
        assertEquals("FIRING web", sent());
        assertEquals(List.of(), List.copyOf(sent));
    }

    /** upkeepd ended after it had written the entry, and before anybody was told. */
    @Test
    void newsThatNobodyHeardOfAreToldAfterARestartAndOnceOnly() throws Exception {
        desk.start();
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        ledger.append(List.of(entry(21, "web", Alert.State.CHANGED), entry(22, "db", Alert.State.EXHAUSTED)));
        restart();
        assertEquals("NEWS web", sent(), "and nothing of db, which has no incident");
        restart("db");
        assertEquals("FIRING db", sent());
        desk.tell(new Alert(Alert.State.CHANGED, "web", Severity.WARNING, "web", "web: again", "again", 21));
        desk.tell(new Alert(Alert.State.CHANGED, "db", Severity.WARNING, "db", "db: new", "new", 23));
        assertEquals("NEWS db", sent());
        assertEquals(List.of(), List.copyOf(sent));
    }

    @Test
    void whatCameAndWentBeforeTheDeskBeganIsCountedAndNotTold() throws Exception {
        desk.start();
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        ledger.append(List.of(opening(31, "web"), opening(32, "db")));
        desk.close();
        snapshot.set(state());
        desk = desk();
        desk.tell(alert(Alert.State.FIRING, "db", "is down", 32));
        desk.tell(alert(Alert.State.RESOLVED, "db", "is up", 33));
        desk.start();
        DeskState state = desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        DeskState.Healed once = new DeskState.Healed(1, "is down");
        assertEquals(Map.of("db", once, "web", once), state.healed());
        assertEquals(List.of(), List.copyOf(sent));
    }

    /** Both were decided before the desk looked at what is open, and told after. */
    @Test
    void theEndOfAnIncidentIsNotThatOfTheNextOneWhichIsKnownAlready() throws Exception {
        desk.start();
        desk.tell(alert(Alert.State.FIRING, "web", "is down", 7));
        assertEquals("FIRING web", sent());
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        ledger.append(List.of(opening(7, "web"), opening(11, "web")));
        desk.close();
        snapshot.set(state("web"));
        desk = desk();
        desk.tell(alert(Alert.State.RESOLVED, "web", "it is up", 8));
        desk.tell(alert(Alert.State.FIRING, "web", "is down again", 11));
        desk.start();
        DeskState state = desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        assertEquals(List.of(), List.copyOf(sent));
        assertEquals(11, state.cases().values().iterator().next().facts().incident());
        desk.tell(alert(Alert.State.RESOLVED, "web", "it is up", 12));
        assertEquals("RESOLVED web", sent());
    }

    private static Entry opening(long number, String subject) {
        return new Entry(
                number,
                new Moment(1, NOW),
                Entry.Kind.INCIDENT_OPENED,
                subject,
                "is down",
                List.of(),
                Optional.of(number),
                Map.of("severity", "error"));
    }

    private static Entry entry(long number, String subject, Alert.State told) {
        return new Entry(
                number,
                new Moment(1, NOW),
                Entry.Kind.OBSERVATION,
                subject,
                "it is not as it was",
                List.of(),
                Optional.empty(),
                Map.of(Alert.FIELD, told.word()));
    }

    @Test
    void whatAnEarlierLifeWroteAndCouldNotSendIsSent() throws Exception {
        Message message = new Message(7, "ops", NOW, Message.Kind.ALERT, "", List.of(), 0);
        ledger.saveLetters(List.of(Outbox.letter(new Notice("host", message, Map.of(), false))), List.of());
        desk.start();
        assertEquals(
                7,
                Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS))
                        .orElseThrow()
                        .message()
                        .number());
    }

    @Test
    void whatCannotBeKeptIsToldAllTheSame() throws Exception {
        desk.start();
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        ledger.close();
        desk.tell(alert(Alert.State.FIRING, "web", "is down"));
        assertEquals("FIRING web", sent());
        desk.tell(alert(Alert.State.RESOLVED, "web", "it is up"));
        assertEquals("RESOLVED web", sent());
    }

    @Test
    void whoeverWasToldNothingIsTried() throws Exception {
        snapshot.set(state(plan(Optional.empty(), EVERY_SECOND)));
        desk.start();
        Notice test = Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS)).orElseThrow();
        assertTrue(test.isTest());
        assertEquals(List.of(), test.message().lines());
        assertEquals("ops", test.message().receiver());
    }

    @Test
    void whoeverAcceptedSomethingNeedsNoTest() throws Exception {
        desk.start();
        ledger.remember(
                Outbox.TOLD + "ops", Instant.now().plus(Duration.ofDays(1)).toString());
        snapshot.set(state(plan(Optional.empty(), EVERY_SECOND)));
        while (ledger.recall("self-test").isEmpty()) {
            desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        }
        assertEquals(List.of(), List.copyOf(sent));
    }

    @Test
    void whatIsRestartedEverMoreOftenIsTold() throws Exception {
        ledger.append(java.util.stream.LongStream.rangeClosed(1, 7)
                .mapToObj(number -> new Entry(
                        number,
                        new Moment(number, Instant.now().minus(Duration.ofDays(number == 1 ? 9 : 2))),
                        Entry.Kind.DECISION,
                        "web",
                        "restart web.service",
                        List.of(),
                        Optional.empty(),
                        Map.of("verb", "restart", "observe", "false")))
                .toList());
        snapshot.set(state(plan(EVERY_SECOND, Optional.empty())));
        desk.start();
        Notice notice = Optional.ofNullable(sent.poll(10, TimeUnit.SECONDS)).orElseThrow();
        assertEquals(
                "was restarted 6 times in the last 7 days, and 1 in the 7 before",
                notice.message().lines().getFirst().what());
        String told = ledger.recall("trend web").orElseThrow();
        ledger.remember("digest", "");
        String digest = "";
        while (digest.isEmpty()) {
            desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
            digest = ledger.recall("digest").orElse("");
        }
        assertEquals(told, ledger.recall("trend web").orElseThrow(), "once a week");
        assertEquals(List.of(), List.copyOf(sent));
    }

    @Test
    void aSilenceHoldsOverARestart() throws Exception {
        desk.start();
        Silence silence = new Silence(1, AlertMatch.ANY, Instant.now().plus(Duration.ofHours(1)), "alice", "move");
        assertEquals(
                new TreeMap<>(Map.of(1L, silence)),
                desk.learn(_ -> new Signal.Silenced(silence))
                        .get(10, TimeUnit.SECONDS)
                        .silences());
        restart("web");
        desk.learn(_ -> new Signal.Looked()).get(10, TimeUnit.SECONDS);
        assertEquals(List.of(), List.copyOf(sent));
        desk.learn(_ -> new Signal.Unsilenced(1)).get(10, TimeUnit.SECONDS);
        assertEquals(Reason.FIRING + " web", sent());
    }
}
