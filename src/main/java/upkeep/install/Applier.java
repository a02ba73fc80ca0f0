package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.render.GeneratedHeader;
import upkeep.render.UnitTree;

/**
 * Compares what is wanted with the disk and brings it about. A run may be cut off anywhere, by a crash or a loss of
 * power: the manifest then says what was under way, and the next run, whatever it wants, ends as if it had not been.
 * Of two runs at once the second is refused, unless the first ends in a moment. Not for several threads.
 */
public final class Applier {

    private final Layout layout;
    private final FileSystemOps ops;
    private final Activation activation;
    private final DiskReader disk;
    private final ApplyLock lock;
    private final ManifestStore store;
    private final Generations generations;
    private final Confirmations confirmations;

    public Applier(Layout layout, FileSystemOps ops, Activation activation) {
        this.layout = layout;
        this.ops = ops;
        this.activation = activation;
        this.disk = new DiskReader(layout, ops);
        this.lock = new ApplyLock(layout, ops);
        this.store = new ManifestStore(layout, ops);
        this.generations = new Generations(layout, ops);
        this.confirmations = new Confirmations(layout, ops, generations);
    }

    /**
     * How far an apply goes.
     *
     * @param overwrite whether edited and foreign files are replaced, after a copy was kept
     * @param restartAdopted whether adopted units are restarted for a changed drop-in
     * @param start whether units are started and restarted at all
     */
    public record Options(boolean overwrite, boolean restartAdopted, boolean start) {
        public static final Options DEFAULT = new Options(false, false, true);

        ChangeSet narrow(ChangeSet changes) {
            ChangeSet restarted = restartAdopted ? changes.withAdoptedRestarted() : changes;
            return start ? restarted : restarted.withoutStarts();
        }
    }

    /** What an apply would do. Touches nothing. */
    public ChangeSet plan(Wanted wanted, Options options) throws InstallException {
        return options.narrow(compare(wanted, manifest()));
    }

    /**
     * Does it, and keeps what is in force then as a generation. If the occasion asks for a confirmation, that is waited for
     * from before the first change on.
     *
     * @throws InstallException if the run was refused, for conflicts, because another is under way, or because an earlier
     *     one waits to be confirmed, with nothing touched; or if the disk failed
     */
    public ApplyReport apply(Wanted wanted, Options options, Occasion occasion, Reversion reversion)
            throws InstallException {
        return lock.hold("apply", () -> {
            Manifest manifest = manifest();
            store.tidy();
            confirmations.tidy();
            Optional<Unconfirmed> waiting = confirmations.waiting();
            ChangeSet changes = options.narrow(compare(wanted, manifest));
            refuseConflicts(changes, options);
            Generation next = next(wanted, occasion, manifest);
            ApplyRun run = new ApplyRun(layout, ops, activation, manifest, disk.read(wanted, manifest));
            if (run.isDone(next, changes)) {
                confirmations.forget(occasion.isReturn() ? waiting : Optional.empty());
                return new ApplyReport(changes, List.of(), List.of());
            }
            Optional<Unconfirmed> armed = confirmations.arm(options, occasion, reversion, manifest, waiting);
            int needed = armed.map(Unconfirmed::base).orElse(Generation.NONE);
            ApplyReport report = run.run(next, changes, needed);
            if (occasion.confirmWithin().isEmpty()) {
                confirmations.forget(armed);
            } else if (armed.isPresent()) {
                confirmations.begin(armed.get(), reversion);
            }
            return report;
        });
    }

    /**
     * Goes back from what was attempted and did not prove itself to what is in force: nothing but files is left to be put
     * right then. What was attempted is kept as a generation that was in force, with what it failed by.
     *
     * @param attempted what was on its way, and how
     * @param occasion names the generation in force as the one that is put back
     */
    public ApplyReport giveUp(
            Wanted attempted, Occasion attempt, List<String> failures, Options options, Occasion occasion)
            throws InstallException {
        return lock.hold("apply", () -> {
            Manifest manifest = manifest();
            store.tidy();
            Wanted wanted = inForce(manifest);
            ChangeSet changes = options.narrow(compare(wanted, manifest));
            refuseConflicts(changes, options);
            Generation failed = new Generation(manifest.generation() + 1, attempt, attempted, failures);
            Generation next = new Generation(failed.number() + 1, occasion, wanted, List.of());
            return new ApplyRun(layout, ops, activation, manifest, disk.read(wanted, manifest))
                    .giveUp(failed, next, changes);
        });
    }

    /**
     * Takes a step on the way to what is wanted: puts files in force, while the generation in force, its specs and
     * supervision stay. The run counts as unfinished until {@link #apply} or {@link #giveUp} ends it.
     */
    public ApplyReport advance(UnitTree tree, Options options) throws InstallException {
        return lock.hold("apply", () -> {
            Manifest manifest = manifest();
            store.tidy();
            Wanted base = inForce(manifest);
            Wanted wanted = new Wanted(tree, base.origin(), base.specs(), base.removed());
            SortedMap<String, DiskFile> found = disk.read(wanted, manifest);
            ChangeSet changes = options.narrow(ChangeSet.compare(tree, manifest, found));
            refuseConflicts(changes, options);
            return new ApplyRun(layout, ops, activation, manifest, found).advance(wanted, changes);
        });
    }

    /** What is on disk by our hand, without files that were edited or are gone. */
    public UnitTree current() throws InstallException {
        Manifest manifest = manifest();
        try {
            SortedMap<String, DiskFile> found = disk.read(Wanted.NOTHING, manifest);
            SortedMap<String, UnitTree.File> files = new TreeMap<>();
            manifest.settled(found).files().forEach((path, entry) -> {
                if (found.get(path) instanceof DiskFile.Regular file
                        && file.digest().equals(entry.digest())) {
                    files.put(path, new UnitTree.File(path, file.text(), entry.mode(), entry.kind(), entry.unit()));
                }
            });
            return new UnitTree(files, List.copyOf(manifest.enabled()));
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot read what is in force: " + Reasons.withPath(e)), e);
        }
    }

    /** What the generation in force holds, which is what a run that was cut off began from; nothing if it is not kept. */
    public Optional<Wanted> inForce() throws InstallException {
        return generations.wanted(manifest().generation()).value();
    }

    private Wanted inForce(Manifest manifest) throws InstallException {
        Checked<Wanted> kept = generations.wanted(manifest.generation());
        if (kept.value().isEmpty()) {
            throw new InstallException(kept.problems());
        }
        return kept.value().get();
    }

    /** The number of the generation in force. */
    public int generation() throws InstallException {
        return manifest().generation();
    }

    /** Whether something that was applied waits to be confirmed. */
    public boolean isWaiting() throws InstallException {
        return confirmations.waiting().isPresent();
    }

    /**
     * Runs something during which no other apply, remove or eject can begin. This applier can be used in it.
     *
     * @throws InstallException if one is under way already
     */
    public <T> T exclusively(ApplyLock.Work<T> work) throws InstallException {
        return lock.holdThroughout("apply", work);
    }

    /** The same, or nothing where an apply, remove or eject is under way for longer than that. */
    public <T> Optional<T> unlessUnderWay(Duration patience, ApplyLock.Work<T> work) throws InstallException {
        return lock.holdWithin(patience, work);
    }

    /** Ends the waiting: what is in force stays. Nothing if nothing was unconfirmed. */
    public Optional<Unconfirmed> confirm() throws InstallException {
        return lock.hold("confirm", () -> {
            Optional<Unconfirmed> waiting = confirmations.waiting();
            confirmations.forget(waiting);
            return waiting;
        });
    }

    /**
     * Lets the units of services go: forgets their files, and then takes our header off them. Nothing else becomes of
     * the units, and a run that is cut off can be made again. What else there is of the services is for an apply.
     *
     * @return the paths
     */
    public List<String> release(SortedSet<UnitName> units, SortedSet<String> services) throws InstallException {
        return lock.hold("eject", () -> {
            Manifest manifest = manifest();
            Confirmations.refuse("eject", confirmations.waiting());
            if (manifest.pending().isPresent()) {
                throw new InstallException(Problem.error(
                        SourcePos.NONE,
                        "cannot eject: an earlier run was cut off, or has left something to be done",
                        "upkeep apply finishes it"));
            }
            store.tidy();
            store.write(manifest.without(units, services));
            List<String> released = new ArrayList<>();
            for (UnitName unit : units) {
                for (String path : List.of(Layout.UNITS + unit, Layout.UNITS + unit + ".d/50-upkeep.conf")) {
                    if (disk.look(path).orElse(null) instanceof DiskFile.Regular file) {
                        strip(path, file);
                        released.add(path);
                    }
                }
            }
            return released;
        });
    }

    private void strip(String path, DiskFile.Regular file) throws IOException {
        String plain = GeneratedHeader.strip(file.text());
        if (!plain.equals(file.text())) {
            new SafeFiles(ops).write(layout.at(path), plain.getBytes(StandardCharsets.UTF_8), file.mode());
        }
    }

    /** What is not as it was put in force, on disk and in what is {@code loaded} by systemd. Touches nothing. */
    public List<Drift> drift(Map<UnitName, Map<String, String>> loaded) throws InstallException {
        Manifest manifest = manifest();
        try {
            return Drift.find(
                    manifest, disk.read(Wanted.NOTHING, manifest), disk.dropIns(Drift.units(manifest)), loaded);
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot compare with the disk: " + Reasons.withPath(e)), e);
        }
    }

    private static Generation next(Wanted wanted, Occasion occasion, Manifest manifest) throws InstallException {
        Generation next = new Generation(manifest.generation() + 1, occasion, wanted, List.of());
        if (!Generations.fits(next)) {
            throw new InstallException(Problem.error(
                    SourcePos.NONE,
                    "cannot apply: specs and files are larger than " + (Generations.MAX_BYTES >> 20)
                            + " MiB together, and could not be kept to be put back",
                    "take out what no service needs"));
        }
        return next;
    }

    private Manifest manifest() throws InstallException {
        Checked<Manifest> read = store.read();
        if (read.value().isEmpty()) {
            throw new InstallException(read.problems());
        }
        return read.value().get();
    }

    private ChangeSet compare(Wanted wanted, Manifest manifest) throws InstallException {
        try {
            return ChangeSet.compare(wanted.tree(), manifest, disk.read(wanted, manifest))
                    .withSpecs(Snapshot.differing(layout, wanted.origin(), wanted.specs()));
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot compare with the disk: " + Reasons.withPath(e)), e);
        }
    }

    private static void refuseConflicts(ChangeSet changes, Options options) throws InstallException {
        List<Problem> problems = changes.conflicts().stream()
                .filter(file -> !options.overwrite() || file.isObstructed())
                .map(Applier::problem)
                .toList();
        if (!problems.isEmpty()) {
            throw new InstallException(problems);
        }
    }

    private static Problem problem(FileChange file) {
        return Problem.error(
                new SourcePos(file.path(), 0, 0),
                "cannot " + (file.after().isPresent() ? "write" : "delete") + " the file: "
                        + file.conflict().orElse("it is in conflict"),
                file.isObstructed()
                        ? "take it away first; nothing was touched"
                        : "nothing was touched; upkeep plan shows the difference, upkeep apply --overwrite replaces the"
                                + " file and keeps a copy");
    }
}
