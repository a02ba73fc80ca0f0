package upkeep.install;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;
import upkeep.spec.Source;

/**
 * Reads the spec files of a directory: {@code upkeep.yaml} and {@code conf.d/*.yaml}, those sorted by name, and the
 * presets {@code presets/*.yaml}. What they say is done with root's rights, so, as sshd does with its keys, files and
 * directories that others may write are refused on request. At most {@value #MAX_FILES} files in a folder, of at most
 * {@value #MAX_BYTES} bytes each.
 */
public final class SpecDirectory {

    static final int MAX_FILES = 256;
    static final int MAX_BYTES = 1 << 20;

    private static final int OTHERS_MAY_WRITE = 0022;

    private final Path directory;
    private final String shownAs;
    private final Trust trust;
    private final FileSystemOps ops = new RealFileSystem();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private final SortedSet<String> unreadable = new TreeSet<>();

    private SpecDirectory(Path directory, String shownAs, Trust trust) {
        this.directory = directory;
        this.shownAs = shownAs;
        this.trust = trust;
    }

    /** Whose files are read. */
    public enum Trust {
        /** Anybody's: for looking at specs, which does no harm. */
        ANYBODY,
        /** Only those that root or the caller owns and no one else may write: for acting on them. */
        OWNER_ONLY
    }

    /** Reads files that only root and the caller can have written, under their own names. */
    public static Checked<List<Source>> read(Path directory) {
        return read(directory, directory.toString(), Trust.OWNER_ONLY);
    }

    /**
     * Reads a directory that is called otherwise than where it is.
     *
     * @param shownAs what stands for the directory in the names of the sources, and so in problems and headers
     */
    public static Checked<List<Source>> read(Path directory, String shownAs, Trust trust) {
        SpecDirectory reader = new SpecDirectory(directory, shownAs, trust);
        reader.readAll();
        return reader.whole();
    }

    /**
     * What a directory holds, the files that cannot be read or trusted among it.
     *
     * @param sources in order; those that are unreadable without their text
     * @param unreadable the names of these
     * @param problems why they are; none is of anything else
     */
    public record Contents(List<Source> sources, SortedSet<String> unreadable, List<Problem> problems) {

        public Contents {
            sources = List.copyOf(sources);
            unreadable = Collections.unmodifiableSortedSet(new TreeSet<>(unreadable));
            problems = problems.stream().sorted().distinct().toList();
        }

        /** These and others. */
        public Contents and(Contents others) {
            List<Source> all = new ArrayList<>(sources);
            all.addAll(others.sources());
            SortedSet<String> names = new TreeSet<>(unreadable);
            names.addAll(others.unreadable());
            List<Problem> both = new ArrayList<>(problems);
            both.addAll(others.problems());
            return new Contents(all, names, both);
        }

        /** The sources if all can be read. */
        public Checked<List<Source>> whole() {
            return Checked.of(sources, problems);
        }
    }

    /** Reads a directory as {@link #read} does, but fails only for what is wrong with folders, not with single files. */
    public static Checked<Contents> readContents(Path directory, String shownAs, Trust trust) {
        SpecDirectory reader = new SpecDirectory(directory, shownAs, trust);
        reader.readAll();
        return reader.contents();
    }

    /** The same of a directory that holds presets and nothing else; one that does not exist holds none. */
    public static Checked<Contents> readPresetContents(Path directory, String shownAs, Trust trust) {
        SpecDirectory reader = new SpecDirectory(directory, shownAs, trust);
        reader.readAllPresets();
        return reader.contents();
    }

    /** Reads a directory that holds presets and nothing else; one that does not exist holds none. */
    public static Checked<List<Source>> readPresets(Path directory, String shownAs, Trust trust) {
        SpecDirectory reader = new SpecDirectory(directory, shownAs, trust);
        reader.readAllPresets();
        return reader.whole();
    }

    /** Reads one file that the user names; anybody's. */
    public static Checked<List<Source>> readFile(Path file) {
        SpecDirectory reader = new SpecDirectory(SafeFiles.parent(file.toAbsolutePath()), "", Trust.ANYBODY);
        reader.readText(file, file.toString(), Source.Role.SPEC);
        return reader.whole();
    }

    private Checked<List<Source>> whole() {
        return Checked.of(List.copyOf(sources), problems);
    }

    private Checked<Contents> contents() {
        boolean isOfFiles = problems.stream()
                .allMatch(problem -> unreadable.contains(problem.position().file()));
        return isOfFiles
                ? Checked.of(new Contents(sources, unreadable, problems), List.of())
                : Checked.failed(problems);
    }

    private void readAll() {
        try {
            if (ops.look(directory.toRealPath()).filter(this::isDirectory).isEmpty()) {
                problems.add(problem(shownAs, "it is not a directory", ""));
                return;
            }
            checkOwner(directory.toRealPath(), shownAs);
            Path main = directory.resolve("upkeep.yaml");
            if (ops.look(main).isPresent()) {
                readChecked(main, shownAs + "/upkeep.yaml", Source.Role.SPEC);
            }
            readParts("conf.d", Source.Role.SPEC);
            readParts("presets", Source.Role.PRESET);
        } catch (IOException e) {
            problems.add(problem(shownAs, Reasons.of(e), Reasons.hint(e)));
        }
    }

    private void readAllPresets() {
        try {
            if (ops.look(directory).isPresent()) {
                checkOwner(directory.toRealPath(), shownAs);
                readFiles(directory, shownAs, Source.Role.PRESET);
            }
        } catch (IOException e) {
            problems.add(problem(shownAs, Reasons.of(e), Reasons.hint(e)));
        }
    }

    private void readParts(String name, Source.Role role) throws IOException {
        Path parts = directory.resolve(name);
        String shown = shownAs + "/" + name;
        if (ops.look(parts).isEmpty()) {
            return;
        }
        if (!isInside(parts)
                || ops.look(parts.toRealPath()).filter(this::isDirectory).isEmpty()) {
            problems.add(problem(shown, "it is not a directory within " + shownAs, ""));
            return;
        }
        checkOwner(parts.toRealPath(), shown);
        readFiles(parts, shown, role);
    }

    private void readFiles(Path parts, String shown, Source.Role role) throws IOException {
        List<Path> files = ops.list(parts).stream()
                .filter(file -> isSpecName(String.valueOf(file.getFileName())))
                .toList();
        if (files.size() > MAX_FILES) {
            problems.add(problem(shown, "it holds over " + MAX_FILES + " spec files", ""));
            return;
        }
        for (Path file : files) {
            readChecked(file, shown + "/" + file.getFileName(), role);
        }
    }

    /** Editors keep copies beside the file; hidden names are theirs. */
    private static boolean isSpecName(String name) {
        return name.endsWith(".yaml") && !name.startsWith(".");
    }

    private void readChecked(Path file, String name, Source.Role role) {
        int before = problems.size();
        check(file, name);
        if (problems.size() == before) {
            readText(file, name, role);
        }
        if (problems.size() > before) {
            unreadable.add(name);
            sources.add(new Source(name, "", role));
        }
    }

    private void check(Path file, String name) {
        try {
            if (!isInside(file)) {
                problems.add(problem(name, "it is a link that leads out of " + shownAs, "put the file itself there"));
                return;
            }
            checkOwner(file.toRealPath(), name);
        } catch (IOException e) {
            problems.add(problem(name, Reasons.of(e), Reasons.hint(e)));
        }
    }

    private void readText(Path file, String name, Source.Role role) {
        try {
            Optional<FileSystemOps.Entry> entry = ops.look(file.toRealPath());
            if (entry.filter(found -> found.type() == FileSystemOps.Type.FILE).isEmpty()) {
                problems.add(problem(name, "it is not a regular file", ""));
                return;
            }
            byte[] content = ops.read(file, MAX_BYTES);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            sources.add(new Source(name, text, role));
        } catch (CharacterCodingException e) {
            problems.add(problem(name, "it is not UTF-8 text", "save it as UTF-8"));
        } catch (IOException e) {
            problems.add(problem(name, Reasons.of(e), Reasons.hint(e)));
        }
    }

    private boolean isInside(Path path) throws IOException {
        return path.toRealPath().startsWith(directory.toRealPath());
    }

    private boolean isDirectory(FileSystemOps.Entry entry) {
        return entry.type() == FileSystemOps.Type.DIRECTORY;
    }

    private void checkOwner(Path path, String name) throws IOException {
        if (trust == Trust.ANYBODY) {
            return;
        }
        FileSystemOps.Entry entry = ops.look(path).orElseThrow();
        int caller = caller();
        if (entry.owner() != 0 && entry.owner() != caller) {
            problems.add(problem(
                    name,
                    "it belongs to user " + entry.owner() + ", who could have anything run by root",
                    "chown root " + name));
        }
        if ((entry.mode() & OTHERS_MAY_WRITE) != 0) {
            problems.add(problem(
                    name, "others than its owner may write it, and have anything run by root", "chmod go-w " + name));
        }
    }

    /** The effective user id: its own directory below /proc belongs to the process, see proc(5). */
    static int caller() throws IOException {
        return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue();
    }

    private static Problem problem(String name, String why, String hint) {
        SourcePos position = new SourcePos(name, 0, 0);
        String message = "cannot read the spec: " + why;
        return hint.isEmpty() ? Problem.error(position, message) : Problem.error(position, message, hint);
    }
}
