package upkeep.probe.systemd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Moment;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.RecordedUnits;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.spec.CheckId;
import upkeep.target.TimerTarget;

/** What systemd said in lab machines, judged; see {@link RecordedUnits}. */
class TimerProberTest {

    private RecordedUnits systemd = new RecordedUnits(257);
    private Moment now = systemd.at();
    private final Memory memory = Memory.soft();

    private static TimerTarget target(String timer) {
        return new TimerTarget(
                new UnitName(timer),
                TimeSpan.ofSeconds(10),
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Optional.empty());
    }

    private static TimerTarget maxAge(String timer, long seconds) {
        return new TimerTarget(
                new UnitName(timer),
                TimeSpan.ofSeconds(10),
                Optional.of(TimeSpan.ofSeconds(seconds)),
                Optional.empty(),
                false,
                true,
                Optional.empty());
    }

    private static TimerTarget maxDuration(String timer, long milliseconds) {
        return new TimerTarget(
                new UnitName(timer),
                TimeSpan.ofSeconds(1_000),
                Optional.empty(),
                Optional.of(TimeSpan.ofMillis(milliseconds)),
                false,
                true,
                Optional.empty());
    }

    private Observation probe(TimerTarget target) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(10));
        Asked asked = new Asked(new CheckId("job"), memory, List.of());
        Findings findings = new Findings(new Steps(Trace.NONE, deadline), asked);
        try {
            return new TimerProber(systemd, () -> now, ZoneId.of("UTC")).probe(target, deadline, findings);
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    private Passed passed(TimerTarget target) {
        Observation observation = probe(target);
        return assertInstanceOf(Passed.class, observation, observation.text());
    }

    private String failed(FailureKind kind, TimerTarget target) {
        Observation observation = probe(target);
        Failed failed = assertInstanceOf(Failed.class, observation, observation.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed.text();
    }

    @Test
    void aTimerThatRunsIsMeasured() {
        Passed good = passed(target("good.timer"));
        assertEquals(
                "good.timer is active (waiting), last run 14 s ago, good.service took 0.41 s and ended with success,"
                        + " next run in 5.6 s",
                good.text());
        assertEquals(Depth.VALUE, good.depth());
        assertEquals(14.378296, good.measurements().getOrDefault("last-run", Double.NaN), 1e-6);
        assertEquals(5.611023, good.measurements().getOrDefault("next-run", Double.NaN), 1e-6);
        assertEquals(0.411014, good.measurements().getOrDefault("duration", Double.NaN), 1e-6);
        assertEquals(0.0, good.measurements().get("overdue"));
        assertEquals("active", good.texts().get("state"));
        assertEquals("waiting", good.texts().get("sub-state"));
        assertEquals("static", good.texts().get("unit-file-state"));
        assertEquals("good.service", good.texts().get("starts"));
        assertEquals("success", good.texts().get("result"));
    }

    @Test
    void whatCountsFromOtherEventsHasANextRunToo() {
        Passed skip = passed(target("skip.timer"));
        assertEquals(
                "skip.timer is active (waiting), last run 40 s ago, skipped since a condition of skip.service was not met,"
                        + " next run in 59 min 20 s",
                skip.text());
        assertEquals(3559.761504, skip.measurements().getOrDefault("next-run", Double.NaN), 1e-6);
        assertFalse(skip.measurements().containsKey("duration"));
    }

    @ParameterizedTest
    @ValueSource(ints = {252, 257})
    void bothVersionsOfSystemdAreUnderstood(int version) {
        systemd = new RecordedUnits(version);
        now = systemd.at();
        passed(target("good.timer"));
        passed(target("skip.timer"));
        passed(target("daily.timer"));
        failed(FailureKind.EXIT, target("bad.timer"));
        failed(FailureKind.OVERDUE, target("stay.timer"));
        failed(FailureKind.OVERDUE, target("once.timer"));
        failed(FailureKind.OVERDUE, target("past.timer"));
        failed(FailureKind.DOWN, target("stop.timer"));
        failed(FailureKind.MISSING, target("nope.timer"));
        failed(FailureKind.MISSING, target("lost.timer"));
    }

    @Test
    void aRunThatFailedFails() {
        assertEquals(
                "bad.service, which bad.timer starts, failed: exit-code, exit status 3, 39 s ago, next run in 59 min 21 s",
                failed(FailureKind.EXIT, target("bad.timer")));
        assertEquals("exit-code", probe(target("bad.timer")).texts().get("result"));
    }

    @Test
    void aTimerThatWasStoppedFails() {
        assertEquals(
                "stop.timer is inactive (dead), so nothing starts daily.service, not run yet",
                failed(FailureKind.DOWN, target("stop.timer")));
        systemd.with("good.timer", "ActiveState", "failed").with("good.timer", "Result", "resources");
        assertEquals(
                "good.timer failed: resources, so nothing starts good.service, last run 14 s ago",
                failed(FailureKind.DOWN, target("good.timer")));
        assertEquals("there is no nope.timer", failed(FailureKind.MISSING, target("nope.timer")));
        assertEquals(
                "lost.timer starts none.service, which does not exist",
                failed(FailureKind.MISSING, target("lost.timer")));
    }

    @Test
    void aTimerWithoutANextRunFailsUnlessOnceIsEnough() {
        assertEquals(
                "once.timer has no next run, last run 18 min 4 s ago",
                failed(FailureKind.OVERDUE, target("once.timer")));
        assertEquals("past.timer has no next run, not run yet", failed(FailureKind.OVERDUE, target("past.timer")));
        for (String timer : List.of("once.timer", "past.timer")) {
            TimerTarget once = new TimerTarget(
                    new UnitName(timer),
                    TimeSpan.ZERO,
                    Optional.empty(),
                    Optional.empty(),
                    true,
                    true,
                    Optional.empty());
            assertEquals(timer.equals("once.timer"), probe(once) instanceof Passed, timer);
        }
    }

    @Test
    void aRunThatIsLateByMoreThanTheGraceFails() {
        passed(target("good.timer"));
        now = now.plus(Duration.ofSeconds(15));
        assertEquals(9.387977, passed(target("good.timer")).measurements().getOrDefault("overdue", Double.NaN), 1e-6);
        now = now.plus(Duration.ofSeconds(1));
        assertEquals(
                "good.timer is overdue by 10 s, last run 30 s ago", failed(FailureKind.OVERDUE, target("good.timer")));
        // The timer may be that late by its own settings.
        systemd.with("good.timer", "AccuracyUSec", 2_000_000L).with("good.timer", "RandomizedDelayUSec", 1_000_000L);
        assertEquals(7.388977, passed(target("good.timer")).measurements().getOrDefault("overdue", Double.NaN), 1e-6);
    }

    @Test
    void aTimerThatWaitsForTheEndOfTheRunBeforeIsOverdueByItsCalendar() {
        // Due every ten seconds; one minute is what its AccuracySec= allows.
        assertEquals(
                "long.timer is overdue by 14 s: long.service is activating (start) for 84 s, and the timer waits for its end,"
                        + " last run 84 s ago",
                failed(FailureKind.OVERDUE, target("long.timer")));
        assertEquals(
                "stay.timer is overdue by 24 s: stay.service is active (exited) after 0.38 s, and the timer waits for its"
                        + " end, last run 34 s ago",
                failed(FailureKind.OVERDUE, target("stay.timer")));
        // A moment that systemd worked out itself is as good.
        systemd.with(
                "long.timer",
                "TimersCalendar",
                List.of(List.of("OnCalendar", "what it means", 1_795_661_300_000_000L)));
        Passed later = passed(target("long.timer"));
        assertEquals(45.611023, later.measurements().getOrDefault("next-run", Double.NaN), 1e-6);
        assertEquals(
                "long.timer is active (running), last run 84 s ago: long.service is activating (start) for 84 s, and the"
                        + " timer waits for its end, next run in 46 s",
                later.text());
        // And one that nobody can work out is none.
        systemd.with("long.timer", "TimersCalendar", List.of(List.of("OnCalendar", "what it means", 0L)));
        assertFalse(passed(target("long.timer")).measurements().containsKey("next-run"));
    }

    @Test
    void aRunThatTakesTooLongFails() {
        passed(maxDuration("good.timer", 412));
        assertEquals(
                "good.service took 0.41 s, wanted at most 411ms",
                failed(FailureKind.LATENCY, maxDuration("good.timer", 411)));
        assertEquals(
                "long.service has been running for 84 s, wanted at most 1min 20s",
                failed(FailureKind.LATENCY, maxDuration("long.timer", 80_000)));
    }

    @Test
    void aLastRunTooLongAgoFails() {
        passed(maxAge("good.timer", 15));
        assertEquals(
                "good.timer has not run for 14 s, wanted at most 14s, next run in 5.6 s",
                failed(FailureKind.OVERDUE, maxAge("good.timer", 14)));
        // One that never ran is as old as the timer.
        passed(maxAge("daily.timer", 1_084));
        assertEquals(
                "daily.timer has not run for 18 min 4 s, wanted at most 18min 3s, next run in 21 h 57 min",
                failed(FailureKind.OVERDUE, maxAge("daily.timer", 1_083)));
    }

    @Test
    void aLastRunBeforeTheBootIsRemembered() {
        passed(target("good.timer"));
        systemd.with("good.timer", "LastTriggerUSec", 0L);
        now = now.plus(Duration.ofSeconds(5));
        assertEquals(19.378977, passed(target("good.timer")).measurements().getOrDefault("last-run", Double.NaN), 1e-3);
        failed(FailureKind.OVERDUE, maxAge("good.timer", 19));
        // Of that timer, and no other that the check may look at later.
        assertFalse(passed(target("daily.timer")).measurements().containsKey("last-run"));
    }

    @Test
    void enabledIsTheTimers() {
        TimerTarget enabled = new TimerTarget(
                new UnitName("daily.timer"),
                TimeSpan.ZERO,
                Optional.empty(),
                Optional.empty(),
                false,
                true,
                Optional.of(true));
        assertEquals("daily.timer is disabled, wanted enabled", failed(FailureKind.DIFFERENT, enabled));
        systemd.with("daily.timer", "UnitFileState", "enabled");
        assertEquals(
                "daily.timer is active (waiting), not run yet, next run in 21 h 57 min",
                passed(enabled).text());
    }

    @Test
    void valuesThatMakeNoSenseBreakNothing() {
        systemd.with("good.timer", "NextElapseUSecRealtime", Long.MAX_VALUE)
                .with("good.timer", "NextElapseUSecMonotonic", Long.MAX_VALUE)
                .with("good.timer", "RandomizedDelayUSec", Long.MAX_VALUE)
                .with("good.timer", "LastTriggerUSec", Long.MAX_VALUE)
                .with("good.timer", "TimersCalendar", List.of("", List.of(), List.of(1L, 2L)))
                .with("good.service", "InactiveExitTimestampMonotonic", Long.MAX_VALUE);
        Passed good = passed(target("good.timer"));
        assertFalse(good.measurements().containsKey("last-run"));
        assertFalse(good.measurements().containsKey("next-run"));
        assertFalse(good.measurements().containsKey("duration"));
        systemd.with("good.timer", "SubState", "running");
        passed(target("good.timer"));
        systemd.with("good.timer", "Unit", "no unit");
        passed(target("good.timer"));
    }
}
