package upkeep.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.Checked;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/**
 * The generations on disk, {@code /var/lib/upkeep/generations/N.json}, readable by root alone: they hold specs. Which one
 * is in force is said by the manifest; one with a higher number was left by a run that was cut off.
 */
public final class Generations {

    /** How many are kept, the one in force included. */
    public static final int KEPT = 10;

    /** What does not fit is not applied, since it could not be put back either. */
    static final int MAX_BYTES = 64 << 20;

    private static final Pattern NAME = Pattern.compile("([1-9][0-9]{0,8})\\.json");
    private static final int FILE_MODE = 0600;
    private static final int DIRECTORY_MODE = 0700;

    private final Path directory;
    private final FileSystemOps ops;
    private final SafeFiles files;

    public Generations(Layout layout, FileSystemOps ops) {
        this.directory = layout.generations();
        this.ops = ops;
        this.files = new SafeFiles(ops);
    }

    /** The numbers of those that are kept up to the one in force, in order. */
    public List<Integer> numbers(int inForce) throws InstallException {
        try {
            List<Integer> numbers = new ArrayList<>();
            for (Path path : list()) {
                number(path).filter(number -> number <= inForce).ifPresent(numbers::add);
            }
            return numbers.stream().sorted().toList();
        } catch (IOException e) {
            throw new InstallException(
                    Problem.error(SourcePos.NONE, "cannot list the generations: " + Reasons.withPath(e)), e);
        }
    }

    /** One of them, or why it cannot be had. */
    public Checked<Generation> read(int number) {
        Path file = file(number);
        SourcePos position = new SourcePos(file.toString(), 0, 0);
        try {
            if (ops.look(file).isEmpty()) {
                return Checked.failed(List.of(Problem.error(
                        position,
                        "cannot read generation " + number + ": it is not kept",
                        "upkeep generations lists those that are")));
            }
            Checked<Generation> read =
                    GenerationJson.read(file.toString(), new String(ops.read(file, MAX_BYTES), StandardCharsets.UTF_8));
            return read.value().filter(found -> found.number() != number).isPresent()
                    ? Checked.failed(List.of(Problem.error(
                            position, "cannot read generation " + number + ": the file is that of another one")))
                    : read;
        } catch (IOException e) {
            return Checked.failed(List.of(Problem.error(
                    position, "cannot read generation " + number + ": " + Reasons.of(e), Reasons.hint(e))));
        }
    }

    /** What the generation puts in force; nothing at all for {@link Generation#NONE}. */
    public Checked<Wanted> wanted(int number) {
        if (number == Generation.NONE) {
            return Checked.of(Wanted.NOTHING, List.of());
        }
        Checked<Generation> read = read(number);
        return new Checked<>(read.value().map(Generation::wanted), read.problems());
    }

    /** Whether it can be kept. */
    static boolean fits(Generation generation) {
        return bytes(generation).length <= MAX_BYTES;
    }

    private static byte[] bytes(Generation generation) {
        return GenerationJson.write(generation).getBytes(StandardCharsets.UTF_8);
    }

    void write(Generation generation) throws IOException {
        if (ops.look(directory).isEmpty()) {
            files.makeDirectories(SafeFiles.parent(directory));
            ops.makeDirectory(directory, DIRECTORY_MODE);
            ops.sync(SafeFiles.parent(directory));
        }
        files.write(file(generation.number()), bytes(generation), FILE_MODE);
    }

    /**
     * Deletes what is too old, and what a run that was cut off has left.
     *
     * @param needed one that stays however old it is
     */
    void prune(int newest, int needed) throws IOException {
        for (Path path : list()) {
            boolean kept = number(path)
                    .filter(number -> number == needed || (number <= newest && number > newest - KEPT))
                    .isPresent();
            if (!kept) {
                files.delete(path);
            }
        }
    }

    private List<Path> list() throws IOException {
        return ops.look(directory).isEmpty() ? List.of() : ops.list(directory);
    }

    private Path file(int number) {
        return directory.resolve(number + ".json");
    }

    private static Optional<Integer> number(Path file) {
        return Optional.of(NAME.matcher(String.valueOf(file.getFileName())))
                .filter(matcher -> matcher.matches())
                .map(matcher -> Integer.valueOf(matcher.group(1)));
    }
}
