package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Digest;
import upkeep.base.UnitName;
import upkeep.render.ProxyFile;
import upkeep.render.UnitTree;

/**
 * One run of the applier, under its lock and with conflicts dealt with. The order is what makes it repairable: the
 * intents are durable before the first effect, what systemd must be told is struck off only once it was told, and the
 * manifest without intents, which names the generation, is written last.
 */
final class ApplyRun {

    private static final int DIGEST_LENGTH = 12;

    private final Layout layout;
    private final FileSystemOps ops;
    private final Activation activation;
    private final Manifest before;
    private final Map<String, DiskFile> disk;
    private final SafeFiles files;
    private final Snapshot snapshot;
    private final ManifestStore store;
    private final Generations generations;
    private final List<Activation.Outcome> outcomes = new ArrayList<>();
    private final List<String> saved = new ArrayList<>();

    ApplyRun(Layout layout, FileSystemOps ops, Activation activation, Manifest before, Map<String, DiskFile> disk) {
        this.layout = layout;
        this.ops = ops;
        this.activation = activation;
        this.before = before;
        this.disk = disk;
        this.files = new SafeFiles(ops);
        this.snapshot = new Snapshot(layout, ops);
        this.store = new ManifestStore(layout, ops);
        this.generations = new Generations(layout, ops);
    }

    /** Whether nothing is to be done. */
    boolean isDone(Generation next, ChangeSet changes) {
        Manifest goal = goal(next.wanted());
        boolean isKept = before.generation() != Generation.NONE || goal.files().isEmpty();
        return changes.isClean()
                && isKept
                && goal.withGeneration(before.generation()).equals(before);
    }

    /**
     * Does it all.
     *
     * @param next what is wanted; it becomes the generation in force unless that is the same
     * @param needed a generation that is kept however old it is
     */
    ApplyReport run(Generation next, ChangeSet changes, int needed) throws IOException {
        Manifest underWay = putInForce(next.wanted(), changes);
        return finish(underWay, next.wanted(), changes, keep(next, needed));
    }

    /** Does it all, and keeps what was attempted before as the generation before that. */
    ApplyReport giveUp(Generation attempted, Generation next, ChangeSet changes) throws IOException {
        Manifest underWay = putInForce(next.wanted(), changes);
        generations.write(attempted);
        generations.write(withFailures(next));
        generations.prune(next.number(), Generation.NONE);
        return finish(underWay, next.wanted(), changes, next.number());
    }

    /** Puts the files in force, and tells systemd; upkeepd goes by what it did, and is owed to be told. */
    ApplyReport advance(Wanted wanted, ChangeSet changes) throws IOException {
        Manifest underWay = write(changes);
        underWay = tell(underWay, Step.Phase.AFTER_FILES, Set.of(Step.Kind.RELOAD_UPKEEPD));
        List<Step> owed = new ArrayList<>(underWay.owed().steps());
        owed.add(Step.of(Step.Kind.RELOAD_UPKEEPD));
        store.write(
                goal(wanted).withGeneration(before.generation()).withPending(Manifest.Pending.NONE.withSteps(owed)));
        return new ApplyReport(changes, outcomes, saved);
    }

    /** The intents, the stops, and the files. */
    private Manifest write(ChangeSet changes) throws IOException {
        for (String path : before.owed().writes().keySet()) {
            files.tidy(layout.at(path));
        }
        Manifest underWay = before.settled(disk).withPending(intents(changes));
        store.write(underWay);
        underWay = tell(underWay, Step.Phase.BEFORE_FILES, Set.of());
        for (FileChange change : changes.changes()) {
            perform(change);
        }
        return underWay;
    }

    private Manifest putInForce(Wanted wanted, ChangeSet changes) throws IOException {
        Manifest underWay = write(changes);
        snapshot.write(wanted.origin(), wanted.specs());
        if (before.pending().isPresent()) {
            snapshot.tidy();
        }
        // upkeepd goes by the specs and by what is removed of them, so it has to find both when it is told to reload.
        underWay = underWay.withRemoved(wanted.removed());
        store.write(underWay);
        return tell(underWay, Step.Phase.AFTER_FILES, Set.of());
    }

    private ApplyReport finish(Manifest underWay, Wanted wanted, ChangeSet changes, int number) throws IOException {
        Manifest goal = goal(wanted).withGeneration(number);
        List<Step> owed = underWay.owed().steps();
        store.write(owed.isEmpty() ? goal : goal.withPending(Manifest.Pending.NONE.withSteps(owed)));
        return new ApplyReport(changes, outcomes, saved);
    }

    /** Keeps what is in force now, and tells its number. */
    private int keep(Generation next, int needed) throws IOException {
        boolean isSame = before.generation() != Generation.NONE
                && generations
                        .wanted(before.generation())
                        .value()
                        .filter(next.wanted()::equals)
                        .isPresent();
        int number = isSame ? before.generation() : next.number();
        if (!isSame) {
            generations.write(withFailures(next));
        }
        generations.prune(number, needed);
        return number;
    }

    private Generation withFailures(Generation next) {
        List<String> failures = outcomes.stream()
                .filter(outcome -> outcome.result() == Activation.Result.FAILED)
                .map(outcome -> outcome.step() + ": " + outcome.text())
                .toList();
        return new Generation(next.number(), next.occasion(), next.wanted(), failures);
    }

    private static Manifest goal(Wanted wanted) {
        SortedMap<String, Manifest.Entry> entries = new TreeMap<>();
        wanted.tree().files().values().forEach(file -> entries.put(file.path(), Manifest.Entry.of(file)));
        SortedSet<UnitName> enabled = new TreeSet<>(wanted.tree().enabled());
        return new Manifest(Generation.NONE, entries, enabled, wanted.removed(), Optional.empty());
    }

    private Manifest.Pending intents(ChangeSet changes) {
        SortedMap<String, Manifest.Entry> writes = new TreeMap<>();
        SortedMap<String, Manifest.Entry> deletes = new TreeMap<>();
        for (FileChange change : changes.changes()) {
            if (change.after().isPresent()) {
                writes.put(change.path(), Manifest.Entry.of(change.after().get()));
            } else {
                before.entry(change.path()).ifPresent(entry -> deletes.put(change.path(), entry));
            }
        }
        return new Manifest.Pending(writes, deletes, changes.steps());
    }

    private void perform(FileChange change) throws IOException {
        Path place = layout.at(change.path());
        if (change.conflict().isPresent()) {
            keepAside(change);
        }
        if (change.after().isPresent()) {
            UnitTree.File file = change.after().get();
            files.write(place, content(file, place).getBytes(StandardCharsets.UTF_8), file.mode());
        } else {
            files.delete(place);
            if (change.kind() == UnitTree.Kind.DROP_IN) {
                files.deleteIfEmpty(SafeFiles.parent(place));
            }
        }
    }

    /** Instances that are out of service stay so for their proxy. */
    private String content(UnitTree.File file, Path place) throws IOException {
        if (file.kind() != UnitTree.Kind.PROXY || !(disk.get(file.path()) instanceof DiskFile.Regular)) {
            return file.content();
        }
        String before = new String(ops.read(place, DiskFile.MAX_BYTES), StandardCharsets.UTF_8);
        return ProxyFile.marked(file.content(), ProxyFile.out(before));
    }

    /** Keeps an edited file under a name made of its content, so that doing it twice leaves one copy. */
    private void keepAside(FileChange change) throws IOException {
        Path place = layout.at(change.path());
        byte[] content = ops.read(place, DiskFile.MAX_BYTES);
        String digest = Digest.of(content).hex().substring(0, DIGEST_LENGTH);
        Path aside = layout.saved().resolve(change.path().substring(1) + ".upkeep-saved-" + digest);
        files.write(aside, content, 0600);
        saved.add(aside.toString());
    }

    /**
     * Does the steps of a phase. One that failed stays owed, so that the next run tries again, unless it was to start a
     * unit: that is then for systemd's restart policy, and for the operator, who is told.
     */
    private Manifest tell(Manifest manifest, Step.Phase phase, Set<Step.Kind> later) throws IOException {
        Manifest current = manifest;
        for (Step.Kind kind : Step.Kind.values()) {
            List<Step> steps = current.owed().steps().stream()
                    .filter(step -> step.kind() == kind && kind.phase() == phase && !later.contains(kind))
                    .toList();
            if (steps.isEmpty()) {
                continue;
            }
            List<UnitName> units =
                    steps.stream().flatMap(step -> step.unit().stream()).toList();
            List<Step> failed = new ArrayList<>();
            for (Activation.Outcome outcome : activation.run(kind, units)) {
                outcomes.add(outcome);
                if (outcome.result() == Activation.Result.FAILED && !kind.isStart()) {
                    failed.add(outcome.step());
                }
            }
            List<Step> rest = new ArrayList<>(current.owed().steps());
            rest.removeAll(steps);
            rest.addAll(failed);
            current = current.withPending(current.owed().withSteps(rest));
            store.write(current);
        }
        return current;
    }
}
