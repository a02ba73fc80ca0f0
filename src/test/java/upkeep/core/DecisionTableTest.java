package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.core.Situation.Host;
import upkeep.core.Verdict.Exhausted;
import upkeep.core.Verdict.React;
import upkeep.core.Verdict.Row;
import upkeep.core.Verdict.Start;

/** The table over its whole product, and the promises that every cell of it keeps. */
class DecisionTableTest {

    private static final boolean[] BOTH = {false, true};

    /** Every situation there can be: a few hundred thousand. */
    private static void everySituation(Consumer<Situation> each) {
        for (Phase phase : Phase.values()) {
            for (Health health : Health.values()) {
                for (Intent intent : Intent.values()) {
                    for (Dependency dependency : Dependency.values()) {
                        for (Host host : Host.values()) {
                            for (int flags = 0; flags < 1 << 10; flags++) {
                                each.accept(situation(phase, health, intent, dependency, host, flags));
                            }
                        }
                    }
                }
            }
        }
    }

    private static Situation situation(
            Phase phase, Health health, Intent intent, Dependency dependency, Host host, int flags) {
        return new Situation(
                phase,
                health,
                intent,
                BOTH[flags & 1],
                dependency,
                host,
                BOTH[flags >> 1 & 1],
                BOTH[flags >> 2 & 1],
                BOTH[flags >> 3 & 1],
                BOTH[flags >> 4 & 1],
                BOTH[flags >> 5 & 1],
                BOTH[flags >> 6 & 1],
                BOTH[flags >> 7 & 1],
                BOTH[flags >> 8 & 1],
                BOTH[flags >> 9 & 1]);
    }

    private static boolean acts(Verdict verdict) {
        return verdict instanceof Start || verdict instanceof React;
    }

    @Test
    void everyCellIsNamedAndEveryRowIsReached() {
        Set<Row> reached = EnumSet.noneOf(Row.class);
        everySituation(situation -> reached.add(DecisionTable.verdict(situation).row()));
        assertEquals(EnumSet.allOf(Row.class), reached);
    }

    @Test
    void nothingIsDoneOnAGuess() {
        everySituation(s -> {
            if (s.phase() == Phase.UP && s.health() != Health.DEAD) {
                assertFalse(acts(DecisionTable.verdict(s)), s.toString());
            }
        });
    }

    @Test
    void nothingIsDoneBlindBusyHeldOrWhileTheMachineStops() {
        everySituation(s -> {
            if (s.busy() || s.held() || s.host() == Host.BLIND || s.host() == Host.STOPPING) {
                assertFalse(acts(DecisionTable.verdict(s)), s.toString());
            }
        });
    }

    @Test
    void whatAnOperatorStoppedOrWhatNeverRanIsNotStarted() {
        everySituation(s -> {
            boolean down = s.phase() == Phase.DOWN || s.phase() == Phase.FAILED;
            if (down && (s.intent() == Intent.STOPPED || s.intent() == Intent.UNKNOWN)) {
                assertFalse(acts(DecisionTable.verdict(s)), s.toString());
            }
        });
    }

    @Test
    void nothingIsDoneBeyondTheBudgetButASlowTry() {
        everySituation(s -> {
            boolean withDependency = s.intent() == Intent.STOPPED_WITH_DEPENDENCY;
            if (!s.budgetLeft() && !s.retryDue() && !withDependency) {
                assertFalse(acts(DecisionTable.verdict(s)), s.toString());
            }
        });
    }

    @Test
    void nothingIsRestartedWhileWhatItRequiresIsNotThere() {
        everySituation(s -> {
            if (s.dependency() != Dependency.OK) {
                assertFalse(acts(DecisionTable.verdict(s)), s.toString());
            }
        });
    }

    @Test
    void systemdsOwnRestartIsNotAnticipated() {
        everySituation(s -> {
            if ((s.phase() == Phase.DOWN || s.phase() == Phase.FAILED) && !s.settled()) {
                assertFalse(acts(DecisionTable.verdict(s)), s.toString());
            }
        });
    }

    @Test
    void probesRestartNothingInAPanicOrBeyondTheHostsShareOrWhileFlapping() {
        everySituation(s -> {
            if (s.host() == Host.PANIC || !s.hostBudgetLeft() || s.flapping()) {
                assertFalse(DecisionTable.verdict(s) instanceof React, s.toString());
            }
        });
    }

    @Test
    void onlyWhatIsUpReactsAndOnlyWhatIsDownStarts() {
        everySituation(s -> {
            Verdict verdict = DecisionTable.verdict(s);
            boolean down = s.phase() == Phase.DOWN || s.phase() == Phase.FAILED;
            assertTrue(!(verdict instanceof React) || s.phase() == Phase.UP, s.toString());
            assertTrue(!(verdict instanceof Start) || down, s.toString());
        });
    }

    @Test
    void aSpentBudgetIsSaid() {
        everySituation(s -> {
            if (DecisionTable.verdict(s) instanceof Exhausted) {
                assertFalse(s.budgetLeft() || s.retryDue(), s.toString());
            }
        });
    }

    @Test
    void aDeadServiceWithNothingInTheWayIsRestarted() {
        Situation dead = new Situation(
                Phase.UP,
                Health.DEAD,
                Intent.RUN,
                false,
                Dependency.OK,
                Host.NORMAL,
                false,
                true,
                false,
                false,
                true,
                true,
                true,
                false,
                true);
        assertEquals(new React(Row.DEAD), DecisionTable.verdict(dead));
    }

    @Test
    void whatTheRestartPolicyDoesNotWantBackIsNotStarted() {
        everySituation(s -> {
            boolean withDependency = s.intent() == Intent.STOPPED_WITH_DEPENDENCY;
            if (!s.wantedBack() && !withDependency) {
                assertFalse(DecisionTable.verdict(s) instanceof Start, s.toString());
            }
        });
    }

    @Test
    void aFailedServiceWithNothingInTheWayIsStarted() {
        Situation failed = new Situation(
                Phase.FAILED,
                Health.NONE,
                Intent.RUN,
                false,
                Dependency.OK,
                Host.NORMAL,
                false,
                true,
                false,
                false,
                true,
                true,
                true,
                false,
                true);
        assertEquals(new Start(Row.FAILED), DecisionTable.verdict(failed));
    }
}
