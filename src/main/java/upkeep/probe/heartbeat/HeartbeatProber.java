package upkeep.probe.heartbeat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import upkeep.base.Humane;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.HeartbeatTarget;

/** Looks at what a job told of itself, and at how long it has been silent. */
public final class HeartbeatProber implements Prober<HeartbeatTarget> {

    private final Supplier<Instant> clock;
    private final ZoneId zone;

    /**
     * @param zone that of the machine, in which calendars are meant
     */
    public HeartbeatProber(Supplier<Instant> clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public Observation probe(HeartbeatTarget target, Deadline deadline, Findings findings) throws Stop {
        Instant now = clock.get();
        Heartbeat heartbeat =
                Heartbeat.of(findings.asked().memory(), findings.asked().check());
        Instant since = Heartbeat.awaitedSince(
                findings.asked().memory(), findings.asked().check(), now);
        findings.reached(Depth.VALUE);
        Look look = new Look(target, heartbeat, since, now, zone);
        look.describe(findings);
        look.judge();
        return findings.passed(look.text());
    }

    /**
     * What is known at one moment.
     *
     * @param since when the job is waited for
     */
    record Look(HeartbeatTarget target, Heartbeat heartbeat, Instant since, Instant now, ZoneId zone) {

        private Duration ago(Instant moment) {
            Duration ago = Duration.between(moment, now);
            return ago.isNegative() ? Duration.ZERO : ago;
        }

        private Optional<Duration> running() {
            return heartbeat.begun().map(this::ago);
        }

        /** How long the run under way has taken so far, else the last one. */
        private Optional<Duration> duration() {
            return running().or(() -> heartbeat.end().flatMap(Heartbeat.End::took));
        }

        private Optional<Heartbeat.End> failure() {
            return heartbeat.end().filter(end -> !end.isWell());
        }

        private Optional<Instant> due() {
            return target.due().after(heartbeat.succeeded().orElse(since), zone);
        }

        private Duration overdue() {
            return due().map(this::ago).orElse(Duration.ZERO);
        }

        void describe(Findings findings) {
            findings.found("state", state());
            heartbeat
                    .end()
                    .map(Heartbeat.End::note)
                    .filter(note -> !note.isEmpty())
                    .ifPresent(note -> findings.found("note", note));
            heartbeat.succeeded().ifPresent(last -> findings.measure("last-run", seconds(ago(last))));
            duration().ifPresent(took -> findings.measure("duration", seconds(took)));
            heartbeat.end().ifPresent(end -> findings.measure("exit-status", end.status()));
            findings.measure("overdue", seconds(overdue()));
        }

        private static double seconds(Duration duration) {
            return duration.toNanos() / 1e9;
        }

        private String state() {
            if (heartbeat.begun().isPresent()) {
                return "running";
            }
            return heartbeat.end().map(end -> end.isWell() ? "done" : "failed").orElse("waiting");
        }

        void judge() throws Stop {
            Optional<Duration> tooLong = duration()
                    .filter(took -> target.maxDuration()
                            .filter(most -> took.compareTo(most.toDuration()) > 0)
                            .isPresent());
            if (failure().isPresent()) {
                throw new Stop.Sick(
                        FailureKind.EXIT,
                        "the job's last run " + failed(failure().get()) + underWay());
            }
            if (tooLong.isPresent()) {
                throw new Stop.Sick(
                        FailureKind.LATENCY,
                        "the job " + (running().isPresent() ? "has been running for " : "took ")
                                + Humane.duration(tooLong.get()) + ", wanted at most "
                                + target.maxDuration().orElseThrow());
            }
            Duration overdue = overdue();
            if (overdue.compareTo(target.grace().toDuration()) > 0 && !isWaitedFor()) {
                throw new Stop.Sick(
                        FailureKind.OVERDUE,
                        "the job is overdue by " + Humane.duration(overdue) + ", " + lastRun() + underWay());
            }
        }

        /** A run that has a limit of its own is not late before that. */
        private boolean isWaitedFor() {
            return target.maxDuration().isPresent() && running().isPresent();
        }

        private String failed(Heartbeat.End end) {
            return "failed " + Humane.duration(ago(end.at())) + " ago with status " + end.status()
                    + (end.note().isEmpty() ? "" : ": " + end.note());
        }

        private String underWay() {
            return running()
                    .map(since -> "; one has been under way for " + Humane.duration(since))
                    .orElse("");
        }

        private String lastRun() {
            return heartbeat
                    .succeeded()
                    .map(last -> "it last ended well " + Humane.duration(ago(last)) + " ago")
                    .orElse("it was never told of; waited for since " + Humane.duration(ago(since)));
        }

        String text() {
            String took = heartbeat
                    .end()
                    .flatMap(Heartbeat.End::took)
                    .map(it -> " and took " + Humane.duration(it))
                    .orElse("");
            String next = due().filter(it -> it.isAfter(now))
                    .map(it -> "; due in " + Humane.duration(Duration.between(now, it)))
                    .orElse("");
            return heartbeat
                            .succeeded()
                            .map(last -> "the job ended well " + Humane.duration(ago(last)) + " ago" + took)
                            .orElse("the job was not told of yet")
                    + underWay()
                    + next;
        }
    }
}
