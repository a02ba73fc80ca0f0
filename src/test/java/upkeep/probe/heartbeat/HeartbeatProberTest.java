package upkeep.probe.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.probe.heartbeat.Heartbeat.End;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.spec.CheckId;
import upkeep.target.HeartbeatTarget;
import upkeep.target.HeartbeatTarget.Due;

/** What a job told, and when it did, judged. */
class HeartbeatProberTest {

    private static final Instant START = Instant.parse("2026-11-27T02:00:00Z");
    private static final CheckId ETL = new CheckId("etl");
    private static final Due DAILY = new Due.Within(TimeSpan.ofSeconds(86_400));

    private final Memory memory = Memory.soft();
    private final AtomicReference<Instant> now = new AtomicReference<>(START);

    private static HeartbeatTarget target(Due due, Optional<TimeSpan> most) {
        return new HeartbeatTarget(due, TimeSpan.ofSeconds(3_600), most, new TreeSet<>(), Optional.empty());
    }

    private Observation look(HeartbeatTarget target) {
        Deadline deadline = Deadline.in(Duration.ofSeconds(5));
        Findings findings = new Findings(new Steps(Trace.NONE, deadline), new Asked(ETL, memory, List.of()));
        try {
            return new HeartbeatProber(now::get, ZoneOffset.UTC).probe(target, deadline, findings);
        } catch (Stop stop) {
            return findings.stopped(stop);
        }
    }

    private Observation look() {
        return look(target(DAILY, Optional.empty()));
    }

    private void after(Duration time) {
        now.set(now.get().plus(time));
    }

    private void begins() {
        Heartbeat.of(memory, ETL).begin(now.get()).keep(memory, ETL);
    }

    private void ends(int status, String note) {
        Heartbeat.of(memory, ETL)
                .end(new End(now.get(), status, Optional.empty(), note))
                .keep(memory, ETL);
    }

    private static void assertFailed(FailureKind kind, String text, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation.text());
        assertEquals(kind + ": " + text, failed.kind() + ": " + failed.text());
    }

    @Test
    void aJobThatWasNeverToldOfIsWaitedForFromTheFirstLookOn() {
        assertEquals("the job was not told of yet; due in 24 h", look().text());
        after(Duration.ofHours(25));
        assertInstanceOf(Passed.class, look());
        after(Duration.ofSeconds(1));
        assertFailed(
                FailureKind.OVERDUE,
                "the job is overdue by 60 min 1 s, it was never told of; waited for since 25 h",
                look());
    }

    @Test
    void aRunThatEndedWellIsDueAgainAfterTheInterval() {
        begins();
        after(Duration.ofMinutes(5));
        assertEquals("running", look().texts().get("state"));
        ends(0, "");
        after(Duration.ofHours(20));
        Observation seen = look();
        assertEquals("the job ended well 20 h ago and took 5 min; due in 4 h", seen.text());
        assertEquals(300.0, seen.measurements().get("duration"));
        assertEquals(72_000.0, seen.measurements().get("last-run"));
        assertEquals("done", seen.texts().get("state"));
        after(Duration.ofHours(6));
        assertFailed(FailureKind.OVERDUE, "the job is overdue by 2 h, it last ended well 26 h ago", look());
    }

    @Test
    void aRunThatFailedFailsUntilOneEndsWell() {
        ends(3, "no space left on /srv");
        after(Duration.ofMinutes(10));
        assertFailed(
                FailureKind.EXIT, "the job's last run failed 10 min ago with status 3: no space left on /srv", look());
        begins();
        after(Duration.ofMinutes(1));
        assertFailed(
                FailureKind.EXIT,
                "the job's last run failed 11 min ago with status 3: no space left on /srv; one has been under way for"
                        + " 60 s",
                look());
        ends(0, "");
        assertInstanceOf(Passed.class, look());
    }

    @Test
    void aRunMayTakeOnlySoLong() {
        HeartbeatTarget target = target(DAILY, Optional.of(TimeSpan.ofSeconds(600)));
        begins();
        after(Duration.ofMinutes(11));
        assertFailed(FailureKind.LATENCY, "the job has been running for 11 min, wanted at most 10min", look(target));
        ends(0, "");
        assertFailed(FailureKind.LATENCY, "the job took 11 min, wanted at most 10min", look(target));
    }

    @Test
    void aRunWithALimitIsNotLateBeforeThat() {
        HeartbeatTarget target = target(DAILY, Optional.of(TimeSpan.ofSeconds(7_200)));
        look(target);
        after(Duration.ofHours(24).plusMinutes(30));
        begins();
        after(Duration.ofMinutes(90));
        assertInstanceOf(Passed.class, look(target));
        assertFailed(
                FailureKind.OVERDUE,
                "the job is overdue by 2 h, it was never told of; waited for since 26 h; one has been under way for 90 min",
                look());
    }

    @Test
    void aCalendarSaysByWhenItMustHaveEnded() {
        HeartbeatTarget target = target(new Due.At(Calendar.parse("*-*-* 02:30").orElseThrow()), Optional.empty());
        look(target);
        after(Duration.ofMinutes(40));
        ends(0, "");
        after(Duration.ofHours(24).plusMinutes(49));
        assertInstanceOf(Passed.class, look(target));
        after(Duration.ofMinutes(2));
        assertFailed(
                FailureKind.OVERDUE, "the job is overdue by 61 min, it last ended well 24 h 51 min ago", look(target));
    }

    @Test
    void howLongItTookIsWhatItSaysItself() {
        Heartbeat told = Heartbeat.NONE
                .begin(START)
                .end(new End(START.plusSeconds(60), 0, Optional.of(Duration.ofSeconds(7)), ""));
        assertEquals(Duration.ofSeconds(7), told.end().orElseThrow().took().orElseThrow());
    }

    @Test
    void whatIsRememberedIsReadAgain() {
        Heartbeat heartbeat = Heartbeat.NONE
                .begin(START)
                .end(new End(START.plusSeconds(60), 255, Optional.empty(), "  two\nlines and a  gap "))
                .begin(START.plusSeconds(90));
        assertEquals(Optional.of(heartbeat), Heartbeat.parse(heartbeat.text()));
        assertEquals(Optional.of(Heartbeat.NONE), Heartbeat.parse(Heartbeat.NONE.text()));
        assertEquals(Optional.empty(), Heartbeat.parse("1 2 3"));
        assertEquals(Optional.empty(), Heartbeat.parse("- 1 256 - - "));
    }
}
