package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.core.Situation.Host;
import upkeep.core.Situation.Load;
import upkeep.core.Verdict.Exhausted;
import upkeep.core.Verdict.React;
import upkeep.core.Verdict.Refuse;
import upkeep.core.Verdict.Rest;
import upkeep.core.Verdict.Row;
import upkeep.core.Verdict.Start;
import upkeep.core.Verdict.Tell;
import upkeep.sim.Simulation;

/** A fault planted in a row of the decision table is found by the simulation; otherwise that would find no real one. */
class PlantedFaultsTest {

    private static final Duration FAULTS = Duration.ofMinutes(40);
    private static final int SEEDS = 400;
    private static final int MOST_TOLD = 120;

    /** A decision table with one fault, and the seed from which on it is looked for. */
    private record Planted(String name, Step.Table table, long first) {
        Planted(String name, Step.Table table) {
            this(name, table, 1);
        }
    }

    private static final List<Planted> ALL = List.of(
            new Planted("blind: acts without a bus", seeing(s -> with(s, Host.NORMAL), Host.BLIND)),
            new Planted(
                    "host-stopping: acts while the machine stops", seeing(s -> with(s, Host.NORMAL), Host.STOPPING)),
            new Planted("busy: does not wait for jobs", s -> DecisionTable.verdict(idle(s))),
            new Planted(
                    "stopped: starts what an operator stopped",
                    s -> DecisionTable.verdict(s.intent() == Intent.STOPPED ? with(s, Intent.RUN) : s)),
            new Planted(
                    "never-run: starts what never ran",
                    s -> DecisionTable.verdict(s.intent() == Intent.UNKNOWN ? with(s, Intent.RUN) : s)),
            new Planted(
                    "masked: starts what is masked",
                    s -> DecisionTable.verdict(s.load() == Load.MASKED ? with(s, Load.OK) : s)),
            new Planted(
                    "packages: does not leave units to their scripts",
                    seeing(s -> with(s, Host.NORMAL), Host.PACKAGES)),
            new Planted("held: acts during a hold", s -> DecisionTable.verdict(released(s))),
            new Planted("panic: restarts although most are bad", seeing(s -> with(s, Host.NORMAL), Host.PANIC)),
            new Planted("dependency-back: never starts", instead(Row.DEPENDENCY_BACK, new Rest(Row.DEPENDENCY_BACK))),
            new Planted(
                    "failed-dependency-down: starts without it", s -> DecisionTable.verdict(with(s, Dependency.OK))),
            new Planted("failed: never starts", instead(Row.FAILED, new Rest(Row.FAILED))),
            new Planted(
                    "failed-exhausted: never says so", instead(Row.FAILED_EXHAUSTED, new Rest(Row.FAILED_EXHAUSTED))),
            // The first seed that finds this one, since few do.
            new Planted("went-inactive: never starts", instead(Row.WENT_INACTIVE, new Rest(Row.WENT_INACTIVE)), 211),
            new Planted("dead: never restarts", instead(Row.DEAD, new Rest(Row.DEAD))),
            new Planted("dead-exhausted: knows no budget", s -> DecisionTable.verdict(rich(s))),
            new Planted("dead-backing-off: does not wait", s -> DecisionTable.verdict(rested(s))),
            new Planted("suspect: restarts", instead(Row.SUSPECT, new Start(Row.SUSPECT))),
            new Planted("unknown: restarts", instead(Row.UNKNOWN, new Start(Row.UNKNOWN))),
            new Planted("not-ready: restarts", instead(Row.NOT_READY, new Start(Row.NOT_READY))),
            new Planted("good: restarts", instead(Row.GOOD, new Start(Row.GOOD))));

    @TestFactory
    Stream<DynamicTest> isFound() {
        return ALL.stream().map(planted -> DynamicTest.dynamicTest(planted.name(), () -> isFound(planted)));
    }

    private static void isFound(Planted planted) {
        long begun = System.nanoTime();
        long events = 0;
        for (long seed = planted.first(); seed <= SEEDS; seed++) {
            Simulation simulation =
                    new Simulation(seed, Simulation.Variant.by(plan -> new Supervisor(plan, planted.table())));
            try {
                simulation.run(FAULTS);
                events += simulation.events();
            } catch (AssertionError found) {
                events += simulation.events();
                String what = String.valueOf(found.getMessage());
                System.out.printf(
                        "planted %s: found by seed %d, after %,d events and %,d ms: %s%n",
                        planted.name(),
                        seed,
                        events,
                        (System.nanoTime() - begun) / 1_000_000,
                        what.substring(0, Math.min(what.length(), MOST_TOLD)).split("[;\n]", 2)[0]);
                assertTrue(what.startsWith("broken: "), what);
                return;
            }
        }
        throw new AssertionError("not found by " + SEEDS + " seeds: " + planted.name());
    }

    private static Step.Table instead(Row row, Verdict planted) {
        return situation -> {
            Verdict verdict = DecisionTable.verdict(situation);
            return verdict.row() == row && isOfThatKind(verdict) ? planted : verdict;
        };
    }

    private static boolean isOfThatKind(Verdict verdict) {
        return switch (verdict) {
            case Rest _, Start _, React _, Exhausted _, Tell _ -> true;
            case Refuse _ -> false;
        };
    }

    private static Step.Table seeing(Function<Situation, Situation> as, Host host) {
        return situation -> DecisionTable.verdict(situation.host() == host ? as.apply(situation) : situation);
    }

    private static Situation with(Situation s, Host host) {
        return copy(s, s.intent(), s.load(), s.held(), s.dependency(), host, s.busy(), s.budgetLeft(), s.backedOff());
    }

    private static Situation with(Situation s, Intent intent) {
        return copy(s, intent, s.load(), s.held(), s.dependency(), s.host(), s.busy(), s.budgetLeft(), s.backedOff());
    }

    private static Situation with(Situation s, Load load) {
        return copy(s, s.intent(), load, s.held(), s.dependency(), s.host(), s.busy(), s.budgetLeft(), s.backedOff());
    }

    private static Situation with(Situation s, Dependency dependency) {
        return copy(s, s.intent(), s.load(), s.held(), dependency, s.host(), s.busy(), s.budgetLeft(), s.backedOff());
    }

    private static Situation idle(Situation s) {
        return copy(s, s.intent(), s.load(), s.held(), s.dependency(), s.host(), false, s.budgetLeft(), s.backedOff());
    }

    private static Situation released(Situation s) {
        return copy(s, s.intent(), s.load(), false, s.dependency(), s.host(), s.busy(), s.budgetLeft(), s.backedOff());
    }

    private static Situation rich(Situation s) {
        return copy(s, s.intent(), s.load(), s.held(), s.dependency(), s.host(), s.busy(), true, s.backedOff());
    }

    private static Situation rested(Situation s) {
        return copy(s, s.intent(), s.load(), s.held(), s.dependency(), s.host(), s.busy(), s.budgetLeft(), true);
    }

    private static Situation copy(
            Situation s,
            Intent intent,
            Load load,
            boolean held,
            Dependency dependency,
            Host host,
            boolean busy,
            boolean budgetLeft,
            boolean backedOff) {
        return new Situation(
                s.phase(),
                s.health(),
                intent,
                load,
                held,
                dependency,
                host,
                s.peers(),
                busy,
                s.settled(),
                s.overdue(),
                s.looping(),
                s.flapping(),
                s.wantedBack(),
                budgetLeft,
                s.hostBudgetLeft(),
                s.retryDue(),
                backedOff);
    }
}
