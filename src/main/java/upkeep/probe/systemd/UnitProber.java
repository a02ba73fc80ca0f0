package upkeep.probe.systemd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.bus.BusLook;
import upkeep.probe.bus.BusValues;
import upkeep.probe.bus.SystemBus;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Figures;
import upkeep.probe.run.Findings;
import upkeep.probe.run.LastSamples;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.UnitTarget;

/** Asks systemd how a unit is. */
public final class UnitProber implements Prober<UnitTarget> {

    private static final Set<String> PROPERTIES = Stream.concat(
                    UnitView.PROPERTIES.stream(),
                    Stream.of(
                            "NRestarts",
                            "MemoryCurrent",
                            "TasksCurrent",
                            "CPUUsageNSec",
                            "NConnections",
                            "NAccepted",
                            "NRefused"))
            .collect(Collectors.toUnmodifiableSet());

    private final SystemBus bus;
    private final Supplier<Moment> clock;
    private final LastSamples<UnitTarget, Long> processorTimes = new LastSamples<>();

    public UnitProber(SystemBus bus, Supplier<Moment> clock) {
        this.bus = bus;
        this.clock = clock;
    }

    @Override
    public Observation probe(UnitTarget target, Deadline deadline, Findings findings) throws Stop {
        BusValues values = new BusLook(bus, deadline, findings.steps()).unit(target.unit(), PROPERTIES);
        Moment now = clock.get();
        UnitView unit = UnitView.of(values);
        findings.reached(Depth.VALUE);
        unit.describe(findings);
        findings.found("load-state", unit.loadState());
        if (!unit.result().isEmpty()) {
            findings.found("result", unit.result());
        }
        measure(target, values, unit, now, findings);
        judge(target, unit, now);
        return findings.passed(text(target, values, unit, now));
    }

    private void measure(UnitTarget target, BusValues values, UnitView unit, Moment now, Findings findings) {
        if (unit.isUp()) {
            findings.measure("uptime", seconds(unit.activeSince(), now));
        } else if (unit.ended() > 0 && !unit.isAtWork()) {
            findings.measure("downtime", seconds(unit.ended(), now));
        }
        unit.ending()
                .filter(ending -> !ending.bySignal())
                .ifPresent(ending -> findings.measure("exit-status", ending.status()));
        values.number("NRestarts").ifPresent(count -> findings.measure("restarts", count));
        values.number("MemoryCurrent").ifPresent(bytes -> findings.measure("memory", bytes));
        values.number("TasksCurrent").ifPresent(count -> findings.measure("tasks", count));
        values.number("NConnections").ifPresent(count -> findings.measure("connections", count));
        values.number("NAccepted").ifPresent(count -> findings.measure("accepted", count));
        values.number("NRefused").ifPresent(count -> findings.measure("refused", count));
        values.number("CPUUsageNSec").ifPresent(nanos -> {
            findings.measure("cpu-time", nanos / 1e9);
            processorTimes
                    .next(target, nanos, now.monotonicNanos())
                    .flatMap(before -> before.rate(before.sample(), nanos))
                    .ifPresent(rate -> findings.measure("cpu", rate / 1e7));
        });
    }

    private static double seconds(long since, Moment now) {
        return UnitView.since(since, now).toNanos() / 1e9;
    }

    static void judge(UnitTarget target, UnitView unit, Moment now) throws Stop {
        String name = target.unit().text();
        // Whoever wants it at rest is content with a unit that is not there, or that nobody can start.
        if (!target.states().contains("inactive")) {
            unit.expectLoaded(name);
        }
        if (!passes(target.states(), unit)) {
            String wanted = String.join(" or ", target.states().isEmpty() ? List.of("active") : target.states());
            throw new Stop.Sick(
                    FailureKind.DOWN,
                    name + " " + (unit.hasFailed() ? unit.failure(now) : "is " + unit.state() + since(unit, now))
                            + ", wanted " + wanted);
        }
        unit.expectEnabled(name, target.enabled());
    }

    private static boolean passes(List<String> states, UnitView unit) {
        if (!states.isEmpty()) {
            return states.contains(unit.activeState()) || (states.contains("active") && unit.isUp());
        }
        return unit.isUp() || (unit.isOneshot() && (unit.isAtWork() || isDone(unit)));
    }

    private static boolean isDone(UnitView unit) {
        return unit.activeState().equals("inactive") && unit.result().equals("success");
    }

    private static String since(UnitView unit, Moment now) {
        long since = unit.isUp() ? unit.activeSince() : unit.isAtWork() ? unit.began() : unit.ended();
        return since == 0 ? "" : " for " + Humane.duration(UnitView.since(since, now));
    }

    private static String text(UnitTarget target, BusValues values, UnitView unit, Moment now) {
        List<String> parts = new ArrayList<>();
        parts.add(
                unit.isThere()
                        ? target.unit() + " is " + unit.state() + since(unit, now)
                        : "there is no " + target.unit());
        if (unit.isOneshot() && !unit.isAtWork()) {
            parts.add(unit.wasSkipped() ? "its last start was skipped: a condition was not met" : lastRun(unit, now));
        }
        values.number("NRestarts").stream()
                .filter(count -> count > 0)
                .forEach(count -> parts.add(Humane.count(count, "automatic restart")));
        values.number("MemoryCurrent").ifPresent(bytes -> parts.add("memory " + Figures.size(bytes)));
        return String.join(", ", parts);
    }

    private static String lastRun(UnitView unit, Moment now) {
        Optional<Duration> run = unit.run(now);
        return run.isEmpty()
                ? "it has not run since the boot"
                : "its last run took " + Humane.duration(run.get()) + " and ended with " + unit.outcome();
    }
}
