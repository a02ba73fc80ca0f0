package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import upkeep.core.HardState.Intent;
import upkeep.core.Situation.Dependency;
import upkeep.core.Situation.Host;
import upkeep.core.Situation.Load;
import upkeep.core.Situation.Peers;
import upkeep.core.Verdict.Exhausted;
import upkeep.core.Verdict.React;
import upkeep.core.Verdict.Row;
import upkeep.core.Verdict.Start;

/** The table over its whole product, and the promises that every cell of it keeps. */
class DecisionTableTest {

    private static final boolean[] BOTH = {false, true};
    private static final int FLAGS = 11;

    /** What holds of a verdict in its situation, whatever else is the case. */
    private interface Promise {
        boolean holds(Situation situation, Verdict verdict);
    }

    private static final Map<String, Promise> PROMISES = new LinkedHashMap<>();

    static {
        PROMISES.put(
                "nothing is done on a guess", (s, v) -> s.phase() != Phase.UP || s.health() == Health.DEAD || !acts(v));
        PROMISES.put("nothing is done blind", (s, v) -> s.host() != Host.BLIND || !acts(v));
        PROMISES.put("nothing is done while the machine stops", (s, v) -> s.host() != Host.STOPPING || !acts(v));
        PROMISES.put("nothing is done while packages are installed", (s, v) -> s.host() != Host.PACKAGES || !acts(v));
        PROMISES.put("nothing is done beside a job", (s, v) -> !s.busy() || !acts(v));
        PROMISES.put("nothing is done in a hold", (s, v) -> !s.held() || !acts(v));
        PROMISES.put("nothing is done to what is frozen", (s, v) -> s.load() != Load.FROZEN || !acts(v));
        PROMISES.put("nothing is done to what is masked", (s, v) -> s.load() != Load.MASKED || !acts(v));
        PROMISES.put("what does not exist is not started", (s, v) -> s.load() != Load.MISSING || !(v instanceof Start));
        PROMISES.put(
                "what was stopped or never ran is not started",
                (s, v) -> !isDown(s)
                        || !(s.intent() == Intent.STOPPED
                                || s.intent() == Intent.UNKNOWN
                                || s.intent() == Intent.STOPPED_WITH_PACKAGE)
                        || !acts(v));
        PROMISES.put(
                "nothing is done beyond the budget but a slow try",
                (s, v) -> s.budgetLeft() || s.retryDue() || s.intent() == Intent.STOPPED_WITH_DEPENDENCY || !acts(v));
        PROMISES.put(
                "nothing is done while what it needs is not there",
                (s, v) -> s.dependency() == Dependency.OK || !acts(v));
        PROMISES.put("systemd's own restart is not anticipated", (s, v) -> !isDown(s) || s.settled() || !acts(v));
        PROMISES.put(
                "probes restart nothing in a panic, under pressure, beyond the host's share, or while flapping",
                (s, v) -> !(s.host() == Host.PANIC || s.host() == Host.PRESSURE || !s.hostBudgetLeft() || s.flapping())
                        || !(v instanceof React));
        PROMISES.put(
                "what is down is brought up a few at a time",
                (s, v) -> s.hostBudgetLeft() || s.intent() == Intent.STOPPED_WITH_DEPENDENCY || !(v instanceof Start));
        PROMISES.put(
                "no more of a set are restarted than may be, and none where all turned bad together",
                (s, v) -> s.peers() == Peers.FREE || !acts(v));
        PROMISES.put("only what is up reacts", (s, v) -> !(v instanceof React) || s.phase() == Phase.UP);
        PROMISES.put("only what is down starts", (s, v) -> !(v instanceof Start) || isDown(s));
        PROMISES.put("a wait is waited", (s, v) -> s.backedOff() || !(v instanceof React));
        PROMISES.put(
                "a spent budget is said", (s, v) -> !(v instanceof Exhausted) || (!s.budgetLeft() && !s.retryDue()));
        PROMISES.put(
                "what the restart policy does not want back is not started",
                (s, v) -> s.wantedBack() || s.intent() == Intent.STOPPED_WITH_DEPENDENCY || !(v instanceof Start));
        PROMISES.put(
                "what is dead and can be helped is",
                (s, v) -> !(s.phase() == Phase.UP
                                && s.health() == Health.DEAD
                                && s.host() == Host.NORMAL
                                && s.peers() == Peers.FREE
                                && s.load() != Load.MASKED
                                && s.load() != Load.FROZEN
                                && s.dependency() == Dependency.OK
                                && s.budgetLeft()
                                && s.hostBudgetLeft()
                                && s.backedOff()
                                && !s.busy()
                                && !s.held()
                                && !s.flapping())
                        || v.equals(new React(Row.DEAD)));
        PROMISES.put(
                "what failed and can be helped is",
                (s, v) -> !(s.phase() == Phase.FAILED
                                && s.intent() == Intent.RUN
                                && s.host() != Host.BLIND
                                && s.host() != Host.STOPPING
                                && s.host() != Host.PACKAGES
                                && s.load() == Load.OK
                                && s.dependency() == Dependency.OK
                                && s.wantedBack()
                                && s.settled()
                                && s.budgetLeft()
                                && s.hostBudgetLeft()
                                && s.backedOff()
                                && !s.busy()
                                && !s.held())
                        || v.equals(new Start(Row.FAILED)));
    }

    private static boolean acts(Verdict verdict) {
        return verdict instanceof Start || verdict instanceof React;
    }

    private static boolean isDown(Situation s) {
        return s.phase() == Phase.DOWN || s.phase() == Phase.FAILED;
    }

    /** Every situation there can be, some ten million: of what is not up no health is known, and of what is not dead the others do not matter. */
    private static void everySituation(Consumer<Situation> each) {
        for (Phase phase : Phase.values()) {
            for (Health health : phase == Phase.UP ? EnumSet.allOf(Health.class) : EnumSet.of(Health.NONE)) {
                for (Intent intent : Intent.values()) {
                    for (Dependency dependency : Dependency.values()) {
                        for (Host host : Host.values()) {
                            for (Load load : Load.values()) {
                                for (Peers peers : peers(health)) {
                                    for (int flags = 0; flags < 1 << FLAGS; flags++) {
                                        each.accept(
                                                situation(phase, health, intent, load, dependency, host, peers, flags));
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static Set<Peers> peers(Health health) {
        return health == Health.DEAD ? EnumSet.allOf(Peers.class) : EnumSet.of(Peers.FREE);
    }

    private static Situation situation(
            Phase phase,
            Health health,
            Intent intent,
            Load load,
            Dependency dependency,
            Host host,
            Peers peers,
            int flags) {
        return new Situation(
                phase,
                health,
                intent,
                load,
                BOTH[flags & 1],
                dependency,
                host,
                peers,
                BOTH[flags >> 1 & 1],
                BOTH[flags >> 2 & 1],
                BOTH[flags >> 3 & 1],
                BOTH[flags >> 4 & 1],
                BOTH[flags >> 5 & 1],
                BOTH[flags >> 6 & 1],
                BOTH[flags >> 7 & 1],
                BOTH[flags >> 8 & 1],
                BOTH[flags >> 9 & 1],
                BOTH[flags >> 10 & 1]);
    }

    @TestFactory
    Stream<DynamicTest> everyCellKeepsThePromises() {
        Map<String, String> broken = new HashMap<>();
        Set<Row> reached = EnumSet.noneOf(Row.class);
        everySituation(situation -> {
            Verdict verdict = DecisionTable.verdict(situation);
            reached.add(verdict.row());
            PROMISES.forEach((name, promise) -> {
                if (!promise.holds(situation, verdict)) {
                    broken.putIfAbsent(name, verdict + " in " + situation);
                }
            });
        });
        Stream<DynamicTest> promises = PROMISES.keySet().stream()
                .map(name -> DynamicTest.dynamicTest(
                        name, () -> assertTrue(!broken.containsKey(name), () -> broken.get(name))));
        DynamicTest rows =
                DynamicTest.dynamicTest("every row is reached", () -> assertEquals(EnumSet.allOf(Row.class), reached));
        return Stream.concat(promises, Stream.of(rows));
    }

    @Test
    void everyRowSaysItsCondition() {
        for (Row row : Row.values()) {
            assertTrue(row.condition().length() > 5 && !row.condition().endsWith("."), row.condition());
        }
    }
}
