package upkeep.probe.machine;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.RaidArray;
import upkeep.host.RaidArrays;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Figures;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.target.RaidTarget;

/** Looks at all software RAIDs; fails where one is not whole or has lost a member. */
final class RaidProber implements Prober<RaidTarget> {

    private final RaidArrays arrays;

    RaidProber(RaidArrays arrays) {
        this.arrays = arrays;
    }

    @Override
    public Observation probe(RaidTarget target, Deadline deadline, Findings findings) throws Stop {
        List<RaidArray> all = arrays.read()
                .orElseThrow(
                        () -> new Stop.Unasked(
                                "cannot read /proc/mdstat: the kernel has loaded no driver for software RAID; has this machine one?"));
        findings.reached(Depth.VALUE);
        measure(all, findings);
        List<RaidArray> sick = all.stream()
                .filter(array -> array.isDegraded() || !array.failed().isEmpty())
                .toList();
        if (!sick.isEmpty()) {
            throw new Stop.Sick(
                    FailureKind.DEGRADED, sick.stream().map(RaidProber::text).collect(Collectors.joining("; ")));
        }
        return findings.passed(
                all.isEmpty()
                        ? "there is no software RAID"
                        : all.stream().map(RaidProber::text).collect(Collectors.joining("; ")));
    }

    private static void measure(List<RaidArray> all, Findings findings) {
        findings.measure("arrays", all.size());
        findings.measure("degraded", all.stream().filter(RaidArray::isDegraded).count());
        findings.measure(
                "inactive", all.stream().filter(array -> !array.isActive()).count());
        findings.measure(
                "missing-members",
                all.stream()
                        .mapToInt(array -> Math.max(0, array.wanted() - array.working()))
                        .sum());
        findings.measure(
                "failed-members",
                all.stream().mapToInt(array -> array.failed().size()).sum());
        findings.measure("spares", all.stream().mapToInt(RaidArray::spares).sum());
        List<RaidArray.Work> works =
                all.stream().flatMap(array -> array.work().stream()).toList();
        findings.measure("recovering", works.size());
        works.stream()
                .map(RaidArray.Work::percent)
                .flatMapToDouble(OptionalDouble::stream)
                .min()
                .ifPresent(percent -> findings.measure("recovering-percent", percent));
        works.stream()
                .map(RaidArray.Work::secondsLeft)
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .ifPresent(seconds -> findings.measure("time-to-recovery", seconds));
        works.stream()
                .map(RaidArray.Work::speed)
                .flatMapToDouble(OptionalDouble::stream)
                .min()
                .ifPresent(speed -> findings.measure("recovery-speed", speed));
        findings.found(
                "action",
                works.stream().map(RaidArray.Work::action).distinct().sorted().collect(Collectors.joining(" ")));
        findings.found(
                "arrays-state",
                all.stream()
                        .map(array -> array.name() + " " + array.level() + " " + members(array))
                        .sorted()
                        .collect(Collectors.joining("; ")));
    }

    private static String members(RaidArray array) {
        String given = array.wanted() == 0 ? "" : array.working() + "/" + array.wanted();
        return array.isActive() ? given : "inactive";
    }

    private static String text(RaidArray array) {
        StringBuilder text = new StringBuilder(array.name());
        if (!array.isActive()) {
            return text.append(" is not running").toString();
        }
        text.append(" (").append(array.level()).append(") ");
        if (array.isDegraded()) {
            text.append("is degraded: ");
        }
        text.append(
                array.wanted() == 0
                        ? "is running"
                        : "has " + array.working() + " of " + Figures.counted(array.wanted(), "member", "members"));
        if (!array.failed().isEmpty()) {
            text.append(", failed: ").append(String.join(", ", array.failed()));
        }
        array.work().ifPresent(work -> text.append(", ").append(work(work)));
        return text.toString();
    }

    private static String work(RaidArray.Work work) {
        Optional<Double> left =
                work.secondsLeft().isPresent() ? Optional.of(work.secondsLeft().getAsDouble()) : Optional.empty();
        return work.percent().isPresent()
                ? work.action() + " at " + Figures.percent(work.percent().getAsDouble())
                        + left.map(seconds -> ", " + Math.round(seconds / 60) + " min left")
                                .orElse("")
                : work.action() + " waits for its turn";
    }
}
