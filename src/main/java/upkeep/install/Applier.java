package upkeep.install;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/**
 * Compares what is wanted with the disk and brings it about. A run may be cut off anywhere, by a crash or a loss of
 * power: the manifest then says what was under way, and the next run, whatever it wants, ends as if it had not been.
 * Two runs at once are refused.
 */
public final class Applier {

    private final Layout layout;
    private final FileSystemOps ops;
    private final Activation activation;
    private final ManifestStore store;

    public Applier(Layout layout, FileSystemOps ops, Activation activation) {
        this.layout = layout;
        this.ops = ops;
        this.activation = activation;
        this.store = new ManifestStore(layout, ops);
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
     * Does it.
     *
     * @throws InstallException if the run was refused, for conflicts or because another is under way, with nothing
     *     touched; or if the disk failed
     */
    public ApplyReport apply(Wanted wanted, Options options) throws InstallException {
        try {
            new SafeFiles(ops).makeDirectories(layout.state());
            Optional<Closeable> lock = ops.lock(layout.lock());
            if (lock.isEmpty()) {
                throw new InstallException(Problem.error(
                        new SourcePos(layout.lock().toString(), 0, 0),
                        "cannot apply: another apply or remove is under way",
                        "try again when it has ended"));
            }
            try (Closeable _ = lock.get()) {
                Manifest manifest = manifest();
                ChangeSet changes = options.narrow(compare(wanted, manifest));
                refuseConflicts(changes, options);
                return new ApplyRun(layout, ops, activation, manifest, disk(wanted, manifest)).run(wanted, changes);
            }
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(
                            SourcePos.NONE,
                            "cannot apply: " + Reasons.withPath(e),
                            "run it again when that is mended; it goes on where it stopped"),
                    e);
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
            look(path).ifPresent(found -> disk.put(path, found));
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
