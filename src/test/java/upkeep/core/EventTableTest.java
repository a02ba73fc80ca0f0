package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import upkeep.base.Moment;
import upkeep.base.RolloutResult;
import upkeep.base.UnitName;
import upkeep.core.Event.ActionOutcome;
import upkeep.core.Observation.Depth;
import upkeep.core.ServiceState.Pending;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.CheckId;
import upkeep.spec.Service;

/**
 * What every kind of event leads to in every canonical state of a service: the rows of the decision table that decided, what
 * is done and recorded, and what the service is then. {@code -Dupkeep.test.golden=write} writes the table anew; read the
 * difference as a careful administrator would before it is committed.
 */
class EventTableTest {

    private static final Path GOLDEN = Path.of("src/test/resources/core/state-event-table.txt");
    private static final UnitName WEB = new UnitName("web.service");
    private static final UnitName DB = new UnitName("db.service");
    private static final Exit ONE = new Exit.Status(1);
    private static final Exit TERMINATED = new Exit.Signal(15, false);
    private static final long FOREIGN = 900;

    @TestFactory
    Stream<DynamicTest> everyCellIsAsRecorded() throws IOException {
        Map<String, String> table = new LinkedHashMap<>();
        CanonicalStates.all().forEach((name, world) -> table.put(name, rows(world)));
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(
                    GOLDEN,
                    table.entrySet().stream().map(EventTableTest::section).collect(Collectors.joining("\n")));
        }
        Map<String, String> golden = read();
        assertEquals(table.keySet(), golden.keySet());
        assertTrue(table.size() >= 40, table.size() + " states");
        return table.entrySet().stream()
                .map(state -> DynamicTest.dynamicTest(
                        state.getKey(), () -> assertEquals(golden.get(state.getKey()), state.getValue())));
    }

    private static String section(Map.Entry<String, String> state) {
        return "== " + state.getKey() + "\n" + state.getValue();
    }

    private static Map<String, String> read() throws IOException {
        Map<String, String> golden = new LinkedHashMap<>();
        for (String section : Files.readString(GOLDEN).split("(?m)^== ", -1)) {
            if (!section.isBlank()) {
                String[] parts = section.split("\n", 2);
                golden.put(parts[0], parts[1].strip() + "\n");
            }
        }
        return golden;
    }

    private static String rows(World world) {
        StringBuilder rows = new StringBuilder();
        rows.append("(").append(standing(world, world.state, world.now)).append(")\n");
        events(world)
                .forEach((name, event) -> rows.append(name)
                        .append(": ")
                        .append(cell(world, event))
                        .append('\n'));
        return rows.toString();
    }

    // ---- events -------------------------------------------------------------------------------------------------

    private static Map<String, Event> events(World world) {
        Moment at = world.now.plus(Duration.ofMillis(100));
        Map<String, Event> events = new LinkedHashMap<>();
        statuses(world).forEach((name, status) -> events.put("seen " + name, new Event.UnitSeen(at, status)));
        events.put("job queued", new Event.JobQueued(at, WEB, FOREIGN));
        Map<String, UnitStatus> statuses = statuses(world);
        ended(events, at, JobResult.DONE, statuses, "down", "up", "up anew", "failed");
        ended(events, at, JobResult.FAILED, statuses, "failed");
        ended(events, at, JobResult.CANCELED, statuses, "up");
        ended(events, at, JobResult.DEPENDENCY, statuses, "down");
        ended(events, at, JobResult.TIMEOUT, statuses, "failed by time-out");
        probes(world, events, at);
        Optional<Pending> pending =
                Optional.ofNullable(world.state.services().get("web")).flatMap(ServiceState::pending);
        long action = pending.map(Pending::action).orElse(1L);
        events.put("action done", ended(at, action, true));
        events.put("action failed", ended(at, action, false));
        events.put("woken", new Event.Woken(at, "web"));
        for (Duration later : List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(20))) {
            events.put("woken after " + later.toMinutes() + " min", new Event.Woken(world.now.plus(later), "web"));
        }
        Moment until = at.plus(Duration.ofHours(1));
        events.put("hold asked", new Event.HoldAsked(at, "web", until, "a reason", CanonicalStates.ROOT));
        events.put("release asked", new Event.ReleaseAsked(at, "web", CanonicalStates.ROOT));
        events.put("hands off asked", new Event.HandsOffAsked(at, until, "a reason", CanonicalStates.ROOT));
        events.put("hands on asked", new Event.HandsOnAsked(at, CanonicalStates.ROOT));
        for (RolloutResult result : RolloutResult.values()) {
            events.put(
                    "rolled out, " + result.word(),
                    new Event.RolledOut(at, "web", result, "a rollout has ended", at.wall(), "w1"));
        }
        events.put("plan replaced", new Event.PlanReplaced(at));
        events.put("measured", new Event.Measured(at, WEB, memory(1e8)));
        events.put("measured too much", new Event.Measured(at, WEB, memory(4e8)));
        host(events, at);
        events.put("evidence of a stop", new Event.EvidenceFound(at, WEB, 1, evidence("stop")));
        events.put("evidence of a start", new Event.EvidenceFound(at, WEB, 1, evidence("start")));
        listings(world, events, at);
        events.put(
                "db seen up",
                new Event.UnitSeen(at, status(world, DB, "active", "running", "success", null, run(world, "db"))));
        events.put("db seen down", new Event.UnitSeen(at, status(world, DB, "inactive", "dead", "success", null, "")));
        events.put(
                "db seen failed", new Event.UnitSeen(at, status(world, DB, "failed", "failed", "exit-code", ONE, "")));
        return events;
    }

    private static void ended(
            Map<String, Event> events, Moment at, JobResult result, Map<String, UnitStatus> statuses, String... names) {
        for (String name : names) {
            UnitStatus status = Optional.ofNullable(statuses.get(name)).orElseThrow();
            events.put("job " + result.word() + ", " + name, new Event.JobEnded(at, WEB, FOREIGN, result, status));
        }
    }

    private static Event ended(Moment at, long action, boolean succeeded) {
        ActionOutcome outcome = new ActionOutcome(succeeded, succeeded ? "done" : "refused", Optional.empty());
        return new Event.ActionEnded(at, "web", action, outcome);
    }

    private static void probes(World world, Map<String, Event> events, Moment at) {
        Map<String, Observation> found = new LinkedHashMap<>();
        found.put("passed", new Observation.Passed(Depth.OPEN, "accepted", Map.of()));
        found.put("failed", World.failed());
        found.put("unknown", World.unknown());
        for (String check : List.of("liveness", "readiness")) {
            CheckId id = new CheckId("web/" + check);
            found.forEach((how, observation) ->
                    events.put(check + " " + how, new Event.Probed(at, id, world.now, observation)));
        }
    }

    private static UnitMeasures memory(double bytes) {
        OptionalDouble none = OptionalDouble.empty();
        return new UnitMeasures(OptionalDouble.of(bytes), none, none, none, none, none, none);
    }

    private static Evidence evidence(String type) {
        return new Evidence(
                Optional.of(type), Optional.of("alice (uid 1000)"), Optional.empty(), Optional.empty(), List.of());
    }

    private static void host(Map<String, Event> events, Moment at) {
        events.put("packages at work", new Event.HostSeen(at, CanonicalStates.PACKAGES));
        events.put("machine calm", new Event.HostSeen(at, HostFacts.CALM));
        events.put("machine short of resources", new Event.HostSeen(at, CanonicalStates.PRESSED));
        events.put("probes cannot be trusted", new Event.HostSeen(at, CanonicalStates.BLIND));
        events.put("machine stops", new Event.HostStopping(at));
        events.put("bus lost", new Event.BusLost(at, "test"));
        events.put("ledger ill", new Event.LedgerSeen(at, Optional.of("no space left")));
        events.put("receiver away", new Event.ReceiverSeen(at, "ops", Optional.of("connection refused")));
        events.put("receiver back", new Event.ReceiverSeen(at, "ops", Optional.empty()));
        events.put("budget goes", new Event.ObjectiveSeen(at, "web", Optional.of("is down so much"), false));
        events.put("budget lasts", new Event.ObjectiveSeen(at, "web", Optional.empty(), false));
        events.put("receiver told", new Event.Told(at, "ops: mail", new TreeMap<>(Map.of(1L, "web"))));
        events.put("ledger well", new Event.LedgerSeen(at, Optional.empty()));
    }

    private static void listings(World world, Map<String, Event> events, Moment at) {
        UnitStatus db = status(world, DB, "active", "running", "success", null, run(world, "db"));
        Map<String, UnitStatus> statuses = statuses(world);
        for (String name : List.of("up", "starting", "down", "failed", "failed by time-out")) {
            UnitStatus web = Optional.ofNullable(statuses.get(name)).orElseThrow();
            events.put("listed " + name, new Event.Listed(at, Map.of(DB, db, WEB, web)));
        }
    }

    /** The unit in each phase; its run is the present one but where it is said. */
    private static Map<String, UnitStatus> statuses(World world) {
        String run = run(world, "web");
        Map<String, UnitStatus> statuses = new LinkedHashMap<>();
        statuses.put("up", status(world, WEB, "active", "running", "success", null, run.isEmpty() ? "w1" : run));
        statuses.put("up anew", status(world, WEB, "active", "running", "success", null, "w2"));
        statuses.put("reloading", status(world, WEB, "reloading", "reload", "success", null, run));
        statuses.put("starting", status(world, WEB, "activating", "start", "success", null, "w2"));
        statuses.put("stopping", status(world, WEB, "deactivating", "stop-sigterm", "success", TERMINATED, run));
        statuses.put("down", status(world, WEB, "inactive", "dead", "success", TERMINATED, run));
        statuses.put("failed", status(world, WEB, "failed", "failed", "exit-code", ONE, run));
        statuses.put("failed by time-out", status(world, WEB, "failed", "failed", "timeout", TERMINATED, run));
        statuses.put(
                "out of memory", status(world, WEB, "failed", "failed", "oom-kill", new Exit.Signal(9, false), run));
        statuses.put(
                "waiting for systemd's restart",
                status(world, WEB, "activating", "auto-restart", "exit-code", ONE, run));
        statuses.put(
                "masked", world.masked(Optional.ofNullable(statuses.get("up")).orElseThrow()));
        statuses.put(
                "frozen", World.frozen(Optional.ofNullable(statuses.get("up")).orElseThrow(), true));
        statuses.put("gone", UnitStatus.absent(WEB));
        return statuses;
    }

    private static String run(World world, String service) {
        return Optional.ofNullable(world.state.services().get(service))
                .flatMap(ServiceState::status)
                .map(UnitStatus::invocation)
                .orElse("");
    }

    private static UnitStatus status(
            World world, UnitName unit, String active, String sub, String result, @Nullable Exit exit, String run) {
        long restarts = Optional.ofNullable(world.state.services().get(unit.stem()))
                .flatMap(ServiceState::status)
                .map(UnitStatus::restarts)
                .orElse(0L);
        return new UnitStatus(
                unit,
                "loaded",
                active,
                sub,
                result,
                Optional.ofNullable(exit),
                restarts,
                active.equals("active") ? 4_001 : 0,
                0,
                run,
                false,
                0,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    // ---- cells --------------------------------------------------------------------------------------------------

    private static String cell(World world, Event event) {
        LinkedHashSet<String> rows = new LinkedHashSet<>();
        Supervisor supervisor = new Supervisor(world.plan, situation -> {
            Verdict verdict = DecisionTable.verdict(situation);
            rows.add(verdict.row().word());
            return verdict;
        });
        Decision decision = supervisor.decide(world.state, event);
        List<String> done = new ArrayList<>();
        decision.actions().forEach(action -> said(action).ifPresent(done::add));
        List<String> recorded =
                decision.entries().stream().map(EventTableTest::said).toList();
        String before = standing(world, world.state, event.at());
        String after = standing(world, decision.state(), event.at());
        return (rows.isEmpty() ? "-" : String.join(", ", rows))
                + (done.isEmpty() ? "" : " | do " + String.join(", ", done))
                + (recorded.isEmpty() ? "" : " | write " + String.join(", ", recorded))
                + (after.equals(before) ? "" : " | now " + after);
    }

    private static Optional<String> said(Action action) {
        return switch (action) {
            case Action.Job job -> Optional.of(job.verb().name().toLowerCase(Locale.ROOT) + " " + job.service());
            case Action.Alert alert ->
                Optional.of(alert.severity().name().toLowerCase(Locale.ROOT) + " "
                        + alert.state().word()
                        + (alert.subject().equals("web") ? "" : " of " + name(alert.subject())));
            case Action.LookUp lookUp -> Optional.of("look up" + (lookUp.job() == 0 ? "" : " job"));
            case Action.ResetFailed _ -> Optional.of("reset-failed");
            case Action.Run _ -> Optional.of("run");
            case Action.ProbeAt _,
                    Action.ProbeNever _,
                    Action.WakeAt _,
                    Action.WakeNever _,
                    Action.MeasureAt _,
                    Action.MeasureNever _ -> Optional.empty();
        };
    }

    private static String said(Entry entry) {
        String row = Optional.ofNullable(entry.fields().get("row"))
                .map(it -> " (" + it + ")")
                .orElse("");
        return entry.kind().word() + row + (entry.subject().equals("web") ? "" : " of " + name(entry.subject()));
    }

    private static String name(String subject) {
        return subject.isEmpty() ? "the machine" : subject;
    }

    private static String standing(World world, State state, Moment now) {
        ServiceState web = Optional.ofNullable(state.services().get("web")).orElseThrow();
        Service service = Optional.ofNullable(world.plan.services().get("web")).orElseThrow();
        return web.phase().word() + ", "
                + web.intent().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", "
                + new Supervisor(world.plan).health(state, service, now).word()
                + (web.pending().isPresent() ? ", action under way" : "")
                + (web.hold().isPresent() ? ", held" : "")
                + (web.incident().isPresent() ? ", incident" : "")
                + (web.attached().isPresent() ? ", attached" : "")
                + (web.exhausted().isPresent() ? ", exhausted" : "")
                + (web.restarts().isEmpty()
                        ? ""
                        : ", restarts " + web.restarts().size());
    }
}
