package upkeep.probe.systemd;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.bus.BusLook;
import upkeep.probe.bus.SystemBus;
import upkeep.probe.run.Asked;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.TimerTarget;

/** Asks systemd when a timer has run, when it will, and what became of the unit that it starts. */
public final class TimerProber implements Prober<TimerTarget> {

    /** systemd forgets at a boot when a timer ran last, unless that is persistent. */
    private static final String LAST_RUN = "last-run ";

    private final SystemBus bus;
    private final Supplier<Moment> clock;
    private final ZoneId zone;

    /**
     * @param zone that of the machine, in which calendars are meant
     */
    public TimerProber(SystemBus bus, Supplier<Moment> clock, ZoneId zone) {
        this.bus = bus;
        this.clock = clock;
        this.zone = zone;
    }

    /**
     * What was seen at one moment.
     *
     * @param started the unit that the timer starts; absent if it names none
     * @param lastRun as far as is known, over boots too
     */
    record Look(TimerView timer, Optional<UnitView> started, Optional<Instant> lastRun, Moment now, ZoneId zone) {

        Optional<Duration> sinceLastRun() {
            return lastRun.map(last -> notNegative(Duration.between(last, now.wall())));
        }

        Optional<Duration> untilNext() {
            return timer.due(now, zone).map(due -> notNegative(Duration.between(now.wall(), due)));
        }

        Duration overdue() {
            return timer.overdue(now, zone);
        }

        Optional<Duration> run() {
            return started.flatMap(unit -> unit.run(now));
        }

        private static Duration notNegative(Duration duration) {
            return duration.isNegative() ? Duration.ZERO : duration;
        }
    }

    @Override
    public Observation probe(TimerTarget target, Deadline deadline, Findings findings) throws Stop {
        Look look = look(target, deadline, findings);
        findings.reached(Depth.VALUE);
        look.timer().unit().describe(findings);
        if (!look.timer().starts().isEmpty()) {
            findings.found("starts", look.timer().starts());
        }
        look.started()
                .map(UnitView::result)
                .filter(result -> !result.isEmpty())
                .ifPresent(result -> findings.found("result", result));
        look.sinceLastRun().ifPresent(since -> findings.measure("last-run", since.toNanos() / 1e9));
        look.untilNext().ifPresent(until -> findings.measure("next-run", until.toNanos() / 1e9));
        look.run().ifPresent(run -> findings.measure("duration", run.toNanos() / 1e9));
        findings.measure("overdue", look.overdue().toNanos() / 1e9);
        judge(target, look);
        return findings.passed(text(target, look));
    }

    private Look look(TimerTarget target, Deadline deadline, Findings findings) throws Stop {
        BusLook systemd = new BusLook(bus, deadline, findings.steps());
        TimerView timer = TimerView.of(systemd.unit(target.timer(), TimerView.PROPERTIES));
        Optional<UnitName> starts = UnitName.parse(timer.starts());
        Optional<UnitView> started = starts.isEmpty()
                ? Optional.empty()
                : Optional.of(UnitView.of(systemd.unit(starts.get(), UnitView.PROPERTIES)));
        return new Look(timer, started, lastRun(target, timer, findings.asked()), clock.get(), zone);
    }

    private static Optional<Instant> lastRun(TimerTarget target, TimerView timer, Asked asked) {
        String key = LAST_RUN + target.timer();
        Optional<String> remembered = asked.remembered(key);
        if (timer.lastRun().isEmpty()) {
            return remembered
                    .filter(text -> text.matches("[0-9]{1,13}"))
                    .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
        }
        String told = Long.toString(timer.lastRun().get().toEpochMilli());
        if (!remembered.equals(Optional.of(told))) {
            asked.remember(key, told);
        }
        return timer.lastRun();
    }

    static void judge(TimerTarget target, Look look) throws Stop {
        String name = target.timer().text();
        TimerView timer = look.timer();
        timer.unit().expectLoaded(name);
        if (look.started().filter(started -> !started.isThere()).isPresent()) {
            throw new Stop.Sick(FailureKind.MISSING, name + " starts " + timer.starts() + ", which does not exist");
        }
        if (!timer.unit().isUp()) {
            throw new Stop.Sick(
                    FailureKind.DOWN,
                    name + " "
                            + (timer.unit().hasFailed()
                                    ? timer.unit().failure(look.now())
                                    : "is " + timer.unit().state())
                            + ", so nothing starts " + timer.starts() + lastRun(look));
        }
        timer.unit().expectEnabled(name, target.enabled());
        if (look.started().isPresent()) {
            judgeStarted(target, look.started().get(), look);
        }
        judgeSchedule(target, look);
    }

    private static void judgeStarted(TimerTarget target, UnitView started, Look look) throws Stop {
        String starts = look.timer().starts();
        started.expectLoaded(starts + ", which " + target.timer() + " starts,");
        if (target.result() && started.hasFailed()) {
            throw new Stop.Sick(
                    FailureKind.EXIT,
                    starts + ", which " + target.timer() + " starts, " + started.failure(look.now()) + next(look));
        }
        Optional<Duration> tooLong = look.run().filter(run -> exceeds(run, target.maxDuration()));
        if (tooLong.isPresent()) {
            throw new Stop.Sick(
                    FailureKind.LATENCY,
                    starts + (started.isAtWork() ? " has been running for " : " took ")
                            + Humane.duration(tooLong.get()) + ", wanted at most "
                            + target.maxDuration().map(TimeSpan::toString).orElse(""));
        }
    }

    private static void judgeSchedule(TimerTarget target, Look look) throws Stop {
        String name = target.timer().text();
        Duration overdue = look.overdue();
        if (overdue.compareTo(target.grace().toDuration()) > 0) {
            throw new Stop.Sick(
                    FailureKind.OVERDUE,
                    name + " is overdue by " + Humane.duration(overdue) + waiting(look) + lastRun(look));
        }
        boolean isDone = target.once() && look.lastRun().isPresent();
        if (look.timer().unit().subState().equals("elapsed") && !isDone) {
            throw new Stop.Sick(FailureKind.OVERDUE, name + " has no next run" + lastRun(look));
        }
        // One that has not run yet is as old as it is itself.
        Optional<Duration> age = look.sinceLastRun()
                .or(() -> look.timer()
                        .activeSince()
                        .map(since -> Duration.between(since, look.now().wall())));
        if (age.filter(since -> exceeds(since, target.maxAge())).isPresent()) {
            throw new Stop.Sick(
                    FailureKind.OVERDUE,
                    name + " has not run for " + Humane.duration(age.get()) + ", wanted at most "
                            + target.maxAge().map(TimeSpan::toString).orElse("") + next(look));
        }
    }

    private static boolean exceeds(Duration duration, Optional<TimeSpan> most) {
        return most.filter(span -> duration.compareTo(span.toDuration()) > 0).isPresent();
    }

    private static String text(TimerTarget target, Look look) {
        boolean isAtWork = look.timer().unit().subState().equals("running");
        String done = look.started()
                .map(started -> isAtWork ? waiting(look) : ended(started, look))
                .orElse("");
        return target.timer() + " is " + look.timer().unit().state() + lastRun(look) + done + next(look);
    }

    private static String ended(UnitView started, Look look) {
        if (started.wasSkipped()) {
            return ", skipped since a condition of " + look.timer().starts() + " was not met";
        }
        return look.run()
                .map(run -> ", " + look.timer().starts() + " took " + Humane.duration(run)
                        + (started.result().isEmpty() ? "" : " and ended with " + started.outcome()))
                .orElse("");
    }

    /** A timer does nothing while what it starts is active, which may be for ever. */
    private static String waiting(Look look) {
        return look.started()
                .filter(_ -> look.timer().unit().subState().equals("running"))
                .map(started -> ": " + look.timer().starts() + " is " + started.state()
                        + look.run()
                                .map(run -> (started.isAtWork() ? " for " : " after ") + Humane.duration(run))
                                .orElse("")
                        + ", and the timer waits for its end")
                .orElse("");
    }

    private static String lastRun(Look look) {
        return look.sinceLastRun()
                .map(since -> ", last run " + Humane.duration(since) + " ago")
                .orElse(", not run yet");
    }

    private static String next(Look look) {
        return look.untilNext()
                .filter(until -> !until.isZero())
                .map(until -> ", next run in " + Humane.duration(until))
                .orElse("");
    }
}
