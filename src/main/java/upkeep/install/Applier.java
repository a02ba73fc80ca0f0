package upkeep.install;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.render.GeneratedHeader;
import upkeep.render.UnitTree;

/**
 * Compares what is wanted with the disk and brings it about. A run may be cut off anywhere, by a crash or a loss of
 * power: the manifest then says what was under way, and the next run, whatever it wants, ends as if it had not been.
 * Two runs at once are refused. Not for several threads.
 */
public final class Applier {

    private static final String UNITS = "/etc/systemd/system/";

    private final Layout layout;
    private final FileSystemOps ops;
    private final Activation activation;
    private final ManifestStore store;
    private final Generations generations;
    private final UnconfirmedStore unconfirmed;
    private boolean isLocked;

    public Applier(Layout layout, FileSystemOps ops, Activation activation) {
        this.layout = layout;
        this.ops = ops;
        this.activation = activation;
        this.store = new ManifestStore(layout, ops);
        this.generations = new Generations(layout, ops);
        this.unconfirmed = new UnconfirmedStore(layout, ops);
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
        return locked("apply", () -> {
            Manifest manifest = manifest();
            store.tidy();
            unconfirmed.tidy();
            Optional<Unconfirmed> waiting = unconfirmed.read();
            ChangeSet changes = options.narrow(compare(wanted, manifest));
            refuseConflicts(changes, options);
            Generation next = next(wanted, occasion, manifest);
            ApplyRun run = new ApplyRun(layout, ops, activation, manifest, disk(wanted, manifest));
            if (run.isDone(next, changes)) {
                forget(occasion.isReturn() ? waiting : Optional.empty());
                return new ApplyReport(changes, List.of(), List.of());
            }
            Optional<Unconfirmed> armed = arm(options, occasion, reversion, manifest, waiting);
            int needed = armed.map(Unconfirmed::base).orElse(Generation.NONE);
            ApplyReport report = run.run(next, changes, needed);
            if (occasion.confirmWithin().isEmpty()) {
                forget(armed);
            } else if (armed.isPresent()) {
                // The time is for whoever looks at the result, so it counts from now.
                unconfirmed.write(
                        armed.get().until(reversion.in(armed.get().due().within())));
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
        return locked("apply", () -> {
            Manifest manifest = manifest();
            store.tidy();
            Wanted wanted = inForce(manifest);
            ChangeSet changes = options.narrow(compare(wanted, manifest));
            refuseConflicts(changes, options);
            Generation failed = new Generation(manifest.generation() + 1, attempt, attempted, failures);
            Generation next = new Generation(failed.number() + 1, occasion, wanted, List.of());
            return new ApplyRun(layout, ops, activation, manifest, disk(wanted, manifest))
                    .giveUp(failed, next, changes);
        });
    }

    /**
     * Takes a step on the way to what is wanted: puts files in force, while the generation in force, its specs and
     * supervision stay. The run counts as unfinished until {@link #apply} or {@link #giveUp} ends it.
     */
    public ApplyReport advance(UnitTree tree, Options options) throws InstallException {
        return locked("apply", () -> {
            Manifest manifest = manifest();
            store.tidy();
            Wanted base = inForce(manifest);
            Wanted wanted = new Wanted(tree, base.origin(), base.specs(), base.removed());
            SortedMap<String, DiskFile> disk = disk(wanted, manifest);
            ChangeSet changes = options.narrow(ChangeSet.compare(tree, manifest, disk));
            refuseConflicts(changes, options);
            return new ApplyRun(layout, ops, activation, manifest, disk).advance(wanted, changes);
        });
    }

    /** What is on disk by our hand, without files that were edited or are gone. */
    public UnitTree current() throws InstallException {
        Manifest manifest = manifest();
        try {
            SortedMap<String, DiskFile> disk = disk(Wanted.NOTHING, manifest);
            SortedMap<String, UnitTree.File> files = new TreeMap<>();
            manifest.settled(disk).files().forEach((path, entry) -> {
                if (disk.get(path) instanceof DiskFile.Regular found
                        && found.digest().equals(entry.digest())) {
                    files.put(path, new UnitTree.File(path, found.text(), entry.mode(), entry.kind(), entry.unit()));
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
        return unconfirmed.read().isPresent();
    }

    /**
     * Runs something during which no other apply, remove or eject can begin. This applier can be used in it.
     *
     * @throws InstallException if one is under way already
     */
    public <T> T exclusively(Work<T> work) throws InstallException {
        return locked("apply", () -> {
            isLocked = true;
            try {
                return work.run();
            } finally {
                isLocked = false;
            }
        });
    }

    /** The same, or nothing where an apply, remove or eject is under way. */
    public <T> Optional<T> unlessUnderWay(Work<T> work) throws InstallException {
        try {
            new SafeFiles(ops).makeDirectories(layout.state());
            Optional<Closeable> lock = ops.lock(layout.lock());
            if (lock.isEmpty()) {
                return Optional.empty();
            }
            try (Closeable _ = lock.get()) {
                return Optional.of(work.run());
            }
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot lock " + layout.lock() + ": " + Reasons.withPath(e)), e);
        }
    }

    /** Ends the waiting: what is in force stays. Nothing if nothing was unconfirmed. */
    public Optional<Unconfirmed> confirm() throws InstallException {
        return locked("confirm", () -> {
            Optional<Unconfirmed> waiting = unconfirmed.read();
            forget(waiting);
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
        return locked("eject", () -> {
            Manifest manifest = manifest();
            refuseWaiting("eject", unconfirmed.read());
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
                for (String path : List.of(UNITS + unit, UNITS + unit + ".d/50-upkeep.conf")) {
                    if (look(path).orElse(null) instanceof DiskFile.Regular file) {
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
            return Drift.find(manifest, disk(Wanted.NOTHING, manifest), dropIns(Drift.units(manifest)), loaded);
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot compare with the disk: " + Reasons.withPath(e)), e);
        }
    }

    /** The drop-ins that are on disk, where people and their tools put them. */
    private Map<UnitName, List<String>> dropIns(List<UnitName> units) throws IOException {
        Map<UnitName, List<String>> dropIns = new TreeMap<>();
        for (UnitName unit : units) {
            for (String folder : List.of(UNITS, "/run/systemd/system/")) {
                Path directory = layout.at(folder + unit + ".d");
                if (ops.look(directory)
                        .filter(it -> it.type() == FileSystemOps.Type.DIRECTORY)
                        .isEmpty()) {
                    continue;
                }
                for (Path file : ops.list(directory)) {
                    boolean isFile = ops.look(file)
                            .filter(it -> it.type() == FileSystemOps.Type.FILE)
                            .isPresent();
                    if (isFile && file.toString().endsWith(".conf")) {
                        dropIns.computeIfAbsent(unit, _ -> new ArrayList<>())
                                .add(folder + unit + ".d/" + file.getFileName());
                    }
                }
            }
        }
        return dropIns;
    }

    /** What is done under the lock. */
    public interface Work<T> {
        T run() throws IOException, InstallException;
    }

    private <T> T locked(String verb, Work<T> work) throws InstallException {
        try {
            if (isLocked) {
                return work.run();
            }
            new SafeFiles(ops).makeDirectories(layout.state());
            Optional<Closeable> lock = ops.lock(layout.lock());
            if (lock.isEmpty()) {
                throw new InstallException(Problem.error(
                        new SourcePos(layout.lock().toString(), 0, 0),
                        "cannot " + verb + ": another apply or remove is under way",
                        "try again when it has ended"));
            }
            try (Closeable _ = lock.get()) {
                return work.run();
            }
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(
                            SourcePos.NONE,
                            "cannot " + verb + ": " + Reasons.withPath(e),
                            "run it again when that is mended; it goes on where it stopped"),
                    e);
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

    /**
     * Makes sure that what must be confirmed is taken back otherwise, before anything is done. Of several in a row that
     * must be confirmed the first decides to what.
     */
    private Optional<Unconfirmed> arm(
            Options options, Occasion occasion, Reversion reversion, Manifest manifest, Optional<Unconfirmed> waiting)
            throws IOException, InstallException {
        if (occasion.confirmWithin().isPresent()) {
            int base = waiting.map(Unconfirmed::base).orElse(manifest.generation());
            refuseBase(base, manifest);
            long seconds =
                    Math.max(1, occasion.confirmWithin().get().toDuration().toSeconds());
            boolean adopted = options.restartAdopted()
                    || waiting.filter(Unconfirmed::restartAdopted).isPresent();
            Unconfirmed armed = new Unconfirmed(base, options.start(), adopted, reversion.in(seconds));
            unconfirmed.write(armed);
            try {
                reversion.watch();
            } catch (IOException e) {
                restore(waiting);
                throw e;
            }
            return Optional.of(armed);
        }
        if (waiting.isPresent() && occasion.isReturn()) {
            // Should this run be cut off, it is this generation that has to come.
            Unconfirmed other = waiting.get().from(occasion.restored().orElse(Generation.NONE));
            unconfirmed.write(other);
            return Optional.of(other);
        }
        refuseWaiting(occasion.kind().word(), waiting);
        return Optional.empty();
    }

    private static void refuseWaiting(String verb, Optional<Unconfirmed> waiting) throws InstallException {
        if (waiting.isPresent()) {
            throw new InstallException(Problem.error(
                    SourcePos.NONE,
                    "cannot " + verb + ": what was applied last is not yet confirmed",
                    "upkeep confirm keeps it, upkeep rollback takes it back; another upkeep apply --confirm is possible"
                            + " as well"));
        }
    }

    private void refuseBase(int base, Manifest manifest) throws InstallException {
        if (base == Generation.NONE && !manifest.files().isEmpty()) {
            throw new InstallException(Problem.error(
                    SourcePos.NONE,
                    "cannot apply: no generation is kept of what is in force, so it could not be taken back",
                    "upkeep apply without --confirm keeps one"));
        }
        Checked<Wanted> kept = generations.wanted(base);
        if (kept.value().isEmpty()) {
            throw new InstallException(kept.problems());
        }
    }

    private void restore(Optional<Unconfirmed> waiting) throws IOException {
        if (waiting.isPresent()) {
            unconfirmed.write(waiting.get());
        } else {
            unconfirmed.delete();
        }
    }

    private void forget(Optional<Unconfirmed> waiting) throws IOException {
        if (waiting.isPresent()) {
            unconfirmed.delete();
        }
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
            return ChangeSet.compare(wanted.tree(), manifest, disk(wanted, manifest))
                    .withSpecs(Snapshot.differing(layout, wanted.origin(), wanted.specs()));
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot compare with the disk: " + Reasons.withPath(e)), e);
        }
    }

    private SortedMap<String, DiskFile> disk(Wanted wanted, Manifest manifest) throws IOException {
        NavigableSet<String> paths = new TreeSet<>(wanted.tree().files().keySet());
        paths.addAll(manifest.paths());
        SortedMap<String, DiskFile> disk = new TreeMap<>();
        for (String path : paths) {
            Optional<UnitTree.Kind> kind = Optional.ofNullable(
                            wanted.tree().files().get(path))
                    .map(UnitTree.File::kind)
                    .or(() -> manifest.entry(path).map(Manifest.Entry::kind));
            look(path)
                    .ifPresent(found -> disk.put(
                            path,
                            found instanceof DiskFile.Regular file && kind.isPresent()
                                    ? file.plain(kind.get())
                                    : found));
        }
        return disk;
    }

    private Optional<DiskFile> look(String path) throws IOException {
        Optional<FileSystemOps.Entry> entry = ops.look(layout.at(path));
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (entry.get().type()) {
                    case FILE ->
                        entry.get().size() > DiskFile.MAX_BYTES
                                ? new DiskFile.Special(
                                        "a file of " + entry.get().size() + " bytes")
                                : DiskFile.Regular.of(
                                        ops.read(layout.at(path), DiskFile.MAX_BYTES),
                                        entry.get().mode());
                    case DIRECTORY -> new DiskFile.Special("a directory");
                    case LINK -> link(ops.readLink(layout.at(path)));
                    case OTHER -> new DiskFile.Special("a device, pipe or socket");
                });
    }

    private static DiskFile link(String target) {
        return new DiskFile.Special(
                target.equals("/dev/null") ? "a link to /dev/null (the unit is masked)" : "a link to " + target);
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
