package upkeep.install;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/**
 * The difference between what the specs want and what is on disk, and what systemd has to be told because of it.
 *
 * @param files every file that is wanted or ours, in path order, unchanged ones included
 * @param steps in the order in which they are done, those left over from a run that was cut off included
 * @param deferred adopted units whose drop-in changes; the change takes effect at their next restart
 * @param units what changes about units that were there before, in name order
 * @param specs names of the spec files that differ from those applied last
 * @param unfinished whether an earlier run was cut off, so that there is something to finish in any case
 */
public record ChangeSet(
        List<FileChange> files,
        List<Step> steps,
        List<UnitName> deferred,
        List<UnitChange> units,
        List<String> specs,
        boolean unfinished) {

    public ChangeSet {
        files = List.copyOf(files);
        steps = steps.stream().sorted().distinct().toList();
        deferred = deferred.stream().sorted().distinct().toList();
        units = List.copyOf(units);
        specs = List.copyOf(specs);
    }

    /** Compares; pure. A path that is not in {@code disk} has no file. */
    public static ChangeSet compare(UnitTree wanted, Manifest manifest, Map<String, DiskFile> disk) {
        return new Comparison(wanted, manifest, disk).result();
    }

    /** The same with the spec files that differ; upkeepd is then told to read them. */
    public ChangeSet withSpecs(List<String> changed) {
        List<Step> all = changed.isEmpty()
                ? steps
                : Stream.concat(steps.stream(), Stream.of(Step.of(Step.Kind.RELOAD_UPKEEPD)))
                        .toList();
        return new ChangeSet(files, all, deferred, units, changed, unfinished);
    }

    /** The same with the adopted units restarted, if running, whose drop-in changes. */
    public ChangeSet withAdoptedRestarted() {
        List<Step> all = Stream.concat(
                        steps.stream(), deferred.stream().map(unit -> Step.of(Step.Kind.TRY_RESTART, unit)))
                .toList();
        return new ChangeSet(files, all, List.of(), units, specs, unfinished);
    }

    /** The same with no unit started or restarted; what changes takes effect when somebody does it. */
    public ChangeSet withoutStarts() {
        List<Step> rest = steps.stream().filter(step -> !step.kind().isStart()).toList();
        return new ChangeSet(files, rest, deferred, units, specs, unfinished);
    }

    /** Whether an apply has nothing to do. */
    public boolean isClean() {
        return files.stream().noneMatch(FileChange::isChange) && steps.isEmpty() && specs.isEmpty() && !unfinished;
    }

    /** What changes about a unit, if it was there before and changes. */
    public Optional<UnitChange> change(UnitName unit) {
        return units.stream().filter(change -> change.unit().equals(unit)).findFirst();
    }

    /** The units that come to be as they are wanted without a restart. */
    public List<UnitChange> live() {
        return units.stream()
                .filter(UnitChange::isLive)
                .filter(change -> steps.stream().noneMatch(step -> isRestart(step, change.unit())))
                .toList();
    }

    /** The units that change once they are started the next time, since nothing is restarted for it. */
    public List<UnitChange> waiting() {
        return units.stream()
                .filter(change -> !change.isLive() && !deferred.contains(change.unit()))
                .filter(change -> steps.stream().noneMatch(step -> isRestart(step, change.unit())))
                .toList();
    }

    private static boolean isRestart(Step step, UnitName unit) {
        boolean starts = step.kind() == Step.Kind.RESTART || step.kind() == Step.Kind.TRY_RESTART;
        return starts && step.unit().filter(unit::equals).isPresent();
    }

    public List<FileChange> conflicts() {
        return files.stream().filter(file -> file.conflict().isPresent()).toList();
    }

    public List<FileChange> changes() {
        return files.stream().filter(FileChange::isChange).toList();
    }
}
