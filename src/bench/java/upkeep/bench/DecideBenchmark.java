package upkeep.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.Decision;
import upkeep.core.Event;
import upkeep.core.Observation;
import upkeep.core.Supervisor;
import upkeep.core.UnitMeasures;
import upkeep.core.UnitStatus;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * Decisions about 1000 units that run and are probed every 10 s: each event goes to the next of them, and the state of one decision
 * is that of the next, so that what grows would be seen. Time goes on as it would.
 */
@State(Scope.Thread)
public class DecideBenchmark {

    private static final int UNITS = 1000;
    private static final Duration STEP = Duration.ofSeconds(10).dividedBy(UNITS);
    private static final Observation PASSED = new Observation.Passed(
            Observation.Depth.QUERY, "status 200 in 12 ms", Map.of("total", 0.012, "status", 200.0));
    private static final Observation FAILED = new Observation.Failed(
            Observation.FailureKind.TIMEOUT, Observation.Depth.OPEN, "no answer within 5 s", Map.of("total", 5.0));
    private static final UnitMeasures MEASURES = new UnitMeasures(
            OptionalDouble.of(100e6),
            OptionalDouble.of(512e6),
            OptionalDouble.of(3.5),
            OptionalDouble.of(3),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.of(12));

    private final Supervisor supervisor;
    private final List<CheckId> checks;
    private final List<UnitStatus> units;
    private upkeep.core.State state;
    private Moment now = new Moment(1_000_000_000_000L, Instant.parse("2026-01-01T00:00:00Z"));
    private int next;

    public DecideBenchmark() {
        Plan plan = Inputs.plan(UNITS);
        supervisor = new Supervisor(plan);
        units = plan.services().values().stream()
                .map(service -> running(service.unit()))
                .toList();
        checks = plan.services().values().stream()
                .map(Service::name)
                .map(name -> CheckId.ofProbe(name, CheckId.Role.LIVENESS))
                .toList();
        state = upkeep.core.State.begin(plan, List.of(), 0, now, false);
        Map<UnitName, UnitStatus> listed = new HashMap<>();
        units.forEach(status -> listed.put(status.unit(), status));
        decide(new Event.Listed(now, listed));
        now = now.plus(Duration.ofMinutes(1));
        for (int turn = 0; turn < UNITS; turn++) {
            passedProbe();
        }
    }

    private static UnitStatus running(UnitName unit) {
        return new UnitStatus(
                unit,
                "loaded",
                "active",
                "running",
                "success",
                Optional.empty(),
                0,
                4_000,
                0,
                "0123456789abcdef",
                false,
                1,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    /** What nearly all events are. */
    @Benchmark
    public final Decision passedProbe() {
        int turn = turn();
        return decide(new Event.Probed(now, checks.get(turn), now, PASSED));
    }

    /** Failed once of three times, and passed again: told, and nothing done. */
    @Benchmark
    @OperationsPerInvocation(2)
    public Decision failedProbe() {
        int turn = turn();
        decide(new Event.Probed(now, checks.get(turn), now, FAILED));
        return decide(new Event.Probed(now, checks.get(turn), now, PASSED));
    }

    /** A signal of systemd that brings no news, as most do. */
    @Benchmark
    public Decision seenUnit() {
        return decide(new Event.UnitSeen(now, units.get(turn())));
    }

    /** What a unit uses, against its rules. */
    @Benchmark
    public Decision measuredUnit() {
        return decide(new Event.Measured(now, units.get(turn()).unit(), MEASURES));
    }

    private int turn() {
        now = now.plus(STEP);
        next = (next + 1) % UNITS;
        return next;
    }

    private Decision decide(Event event) {
        Decision decision = supervisor.decide(state, event);
        state = decision.state();
        return decision;
    }
}
