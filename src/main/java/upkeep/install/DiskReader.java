package upkeep.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.UnitName;
import upkeep.render.UnitTree;

/** What is on disk where upkeep puts files. Changes nothing. */
final class DiskReader {

    private final Layout layout;
    private final FileSystemOps ops;

    DiskReader(Layout layout, FileSystemOps ops) {
        this.layout = layout;
        this.ops = ops;
    }

    /** What stands at every path that is wanted or was written, as far as something does. */
    SortedMap<String, DiskFile> read(Wanted wanted, Manifest manifest) throws IOException {
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

    /** What stands at a path, if anything does. */
    Optional<DiskFile> look(String path) throws IOException {
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

    /** The drop-ins that are on disk, where people and their tools put them. */
    Map<UnitName, List<String>> dropIns(List<UnitName> units) throws IOException {
        Map<UnitName, List<String>> dropIns = new TreeMap<>();
        for (UnitName unit : units) {
            for (String folder : List.of(Layout.UNITS, "/run/systemd/system/")) {
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
}
