package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Digest;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.spec.Source;

/**
 * The specs as they were applied last, which is what upkeepd goes by: {@code /var/lib/upkeep/applied/}, readable by the
 * group upkeep, laid out as the directory they came from. That is a link to a directory named after its content, and
 * replacing the link is one step, so that a reader finds either the specs of before or those of after. The presets that
 * they take are kept as well, those of the package in {@code packaged}. The file {@code origin} holds the names of the
 * directories that specs and packaged presets came from, for positions.
 */
public final class Snapshot {

    private static final String GROUP = "upkeep";
    private static final String LINK = "applied";
    private static final String ORIGIN = "origin";
    private static final String PACKAGED = "packaged";
    private static final int MAX_ORIGIN = 8192;
    private static final int FILE_MODE = 0640;
    private static final int DIRECTORY_MODE = 0750;
    private static final int DIGEST_LENGTH = 16;

    private final Path state;
    private final FileSystemOps ops;
    private final SafeFiles files;

    Snapshot(Layout layout, FileSystemOps ops) {
        this.state = layout.state();
        this.ops = ops;
        this.files = new SafeFiles(ops);
    }

    /** The applied specs under their original names; an empty list before the first apply. */
    public static Checked<List<Source>> read(Layout layout) {
        Path applied = layout.state().resolve(LINK);
        FileSystemOps ops = new RealFileSystem();
        try {
            if (ops.look(applied).isEmpty()) {
                return Checked.of(List.of(), List.of());
            }
            // Resolved once, so that all files are of one snapshot.
            applied = applied.toRealPath();
            Origin origin = origin(ops, applied);
            Checked<List<Source>> specs = SpecDirectory.read(applied, origin.specs(), SpecDirectory.Trust.OWNER_ONLY);
            Checked<List<Source>> presets = SpecDirectory.readPresets(
                    applied.resolve(PACKAGED), origin.presets(), SpecDirectory.Trust.OWNER_ONLY);
            return both(specs, presets);
        } catch (IOException e) {
            return Checked.failed(List.of(Problem.error(
                    new SourcePos(applied.toString(), 0, 0),
                    "cannot read the applied specs: " + Reasons.of(e),
                    "upkeep apply writes them again")));
        }
    }

    private static Checked<List<Source>> both(Checked<List<Source>> specs, Checked<List<Source>> presets) {
        List<Problem> problems = new ArrayList<>(specs.problems());
        problems.addAll(presets.problems());
        List<Source> all = new ArrayList<>(specs.value().orElse(List.of()));
        all.addAll(presets.value().orElse(List.of()));
        return Checked.of(all, problems);
    }

    /** The directory that the applied specs came from; the usual one before the first apply. */
    public static String origin(Layout layout) throws IOException {
        FileSystemOps ops = new RealFileSystem();
        Path applied = layout.state().resolve(LINK);
        return ops.look(applied).isEmpty() ? Layout.SPECS : origin(ops, applied).specs();
    }

    /** The directories that specs and packaged presets came from. */
    private record Origin(String specs, String presets) {
        /** That of what an apply leaves behind. */
        static Origin of(String specs, List<Source> sources) {
            String presets = sources.stream()
                    .filter(source -> source.isPreset() && !isWithin(specs, source))
                    .map(source -> source.name().substring(0, source.name().lastIndexOf('/')))
                    .findFirst()
                    .orElse(Layout.PRESETS);
            return new Origin(specs, presets);
        }

        String text() {
            return specs + "\n" + presets + "\n";
        }
    }

    private static Origin origin(FileSystemOps ops, Path applied) throws IOException {
        String text = new String(ops.read(applied.resolve(ORIGIN), MAX_ORIGIN), StandardCharsets.UTF_8);
        List<String> lines = text.lines().toList();
        return new Origin(lines.isEmpty() ? "" : lines.getFirst(), lines.size() < 2 ? Layout.PRESETS : lines.get(1));
    }

    /** Whether it lies where {@link SpecDirectory} finds it among the specs. */
    private static boolean isWithin(String specs, Source source) {
        String directory = specs + (source.isPreset() ? "/presets/" : "/");
        return source.name().startsWith(directory)
                && (!source.isPreset() || source.name().indexOf('/', directory.length()) < 0);
    }

    private static String place(String specs, Source source) {
        return isWithin(specs, source)
                ? source.name().substring(specs.length() + 1)
                : PACKAGED + source.name().substring(source.name().lastIndexOf('/'));
    }

    /** The names of the specs that differ from those applied, by the relative names; unreadable ones all differ. */
    static List<String> differing(Layout layout, String origin, List<Source> sources) {
        Checked<List<Source>> applied = read(layout);
        Map<String, String> before = new TreeMap<>();
        applied.value().orElse(List.of()).forEach(source -> before.put(source.name(), source.text()));
        Map<String, String> after = new TreeMap<>();
        sources.forEach(source -> after.put(source.name(), source.text()));
        List<String> names = new ArrayList<>();
        after.forEach((name, text) -> {
            if (!text.equals(before.get(name))) {
                names.add(name);
            }
        });
        before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(names::add);
        if (applied.value().isEmpty() && names.isEmpty()) {
            names.add(origin);
        }
        return names.stream().sorted().toList();
    }

    /** Puts these specs in the place of those applied before. */
    void write(String origin, List<Source> sources) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        texts.put(ORIGIN, Origin.of(origin, sources).text());
        sources.forEach(source -> texts.put(place(origin, source), source.text()));
        String target = LINK + "." + Digest.of(texts.toString()).hex().substring(0, DIGEST_LENGTH);
        if (pointsTo(target)) {
            return;
        }
        tidy();
        files.makeDirectories(state);
        Path fresh = state.resolve(LINK + ".new");
        makeDirectory(fresh);
        NavigableSet<Path> directories = new TreeSet<>(Set.of(fresh));
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Path file = fresh.resolve(text.getKey());
            Path directory = SafeFiles.parent(file);
            if (directories.add(directory)) {
                makeDirectory(directory);
            }
            ops.create(file, text.getValue().getBytes(StandardCharsets.UTF_8));
            ops.changeMode(file, FILE_MODE);
            ops.changeGroup(file, GROUP);
            ops.sync(file);
        }
        for (Path directory : directories.descendingSet()) {
            ops.sync(directory);
        }
        ops.rename(fresh, state.resolve(target));
        Path link = state.resolve(LINK + ".link");
        ops.makeLink(link, target);
        ops.rename(link, state.resolve(LINK));
        ops.sync(state);
        tidy();
    }

    /** Removes whatever is not the snapshot in force. */
    void tidy() throws IOException {
        if (ops.look(state).isEmpty()) {
            return;
        }
        Optional<String> target = target();
        for (Path path : ops.list(state)) {
            String name = String.valueOf(path.getFileName());
            if (name.startsWith(LINK + ".") && !target.equals(Optional.of(name))) {
                deleteTree(path);
            }
        }
    }

    private Optional<String> target() throws IOException {
        Path link = state.resolve(LINK);
        Optional<FileSystemOps.Entry> entry = ops.look(link);
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().type() != FileSystemOps.Type.LINK) {
            throw new IOException(link + " is not the link that upkeep makes; move it away");
        }
        return Optional.of(ops.readLink(link));
    }

    private boolean pointsTo(String name) throws IOException {
        return target().equals(Optional.of(name))
                && ops.look(state.resolve(name)).isPresent();
    }

    private void makeDirectory(Path directory) throws IOException {
        ops.makeDirectory(directory, DIRECTORY_MODE);
        ops.changeGroup(directory, GROUP);
    }

    private void deleteTree(Path path) throws IOException {
        if (ops.look(path)
                .filter(entry -> entry.type() == FileSystemOps.Type.DIRECTORY)
                .isPresent()) {
            for (Path child : ops.list(path)) {
                deleteTree(child);
            }
        }
        ops.delete(path);
    }
}
