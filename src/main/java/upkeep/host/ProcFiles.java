package upkeep.host;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/**
 * What the kernel tells in files, below one root. Everything is read anew at each call and bounded in size; what is not
 * there, or may not be read, is absent; so is what cannot be opened for want of a file descriptor, but with {@link #strict}.
 * Thread-safe.
 */
public final class ProcFiles {

    private final Path root;
    private final LongSupplier nanos;
    private final boolean isStrict;

    /** Reads this machine's. */
    public ProcFiles() {
        this(Path.of("/"), System::nanoTime);
    }

    /**
     * @param root the folder that stands for {@code /}
     * @param nanos the clock that says when something was read, monotonic, as {@link System#nanoTime}
     */
    public ProcFiles(Path root, LongSupplier nanos) {
        this(root, nanos, false);
    }

    private ProcFiles(Path root, LongSupplier nanos, boolean isStrict) {
        this.root = root;
        this.nanos = nanos;
        this.isStrict = isStrict;
    }

    /** Reads the same, for who must tell what is not there from what could not be opened: throws {@link Descriptors.NoneLeftException}. */
    public ProcFiles strict() {
        return new ProcFiles(root, nanos, true);
    }

    ProcFiles(Path root) {
        this(root, System::nanoTime);
    }

    long now() {
        return nanos.getAsLong();
    }

    /** At most {@code limit} bytes of a file, each byte a character. */
    Optional<String> text(String path, int limit) {
        try {
            return Optional.of(KernelText.readOrFail(at(path), limit));
        } catch (IOException | SecurityException e) {
            return absent(e);
        }
    }

    /** The names in a folder, in no order, at most {@code most}; none where it cannot be read. */
    List<String> names(String folder, int most) {
        return list(folder, most).orElse(List.of());
    }

    /** The same, but absent where the folder cannot be read to its end. */
    Optional<List<String>> list(String folder, int most) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(folder))) {
            for (Path entry : entries) {
                if (names.size() >= most) {
                    break;
                }
                names.add(String.valueOf(entry.getFileName()));
            }
            return Optional.of(names);
        } catch (IOException | DirectoryIteratorException | SecurityException e) {
            return absent(e);
        }
    }

    /** Where a symbolic link points to, as it is written there. */
    Optional<String> link(String path) {
        try {
            return Optional.of(Files.readSymbolicLink(at(path)).toString());
        } catch (IOException | UnsupportedOperationException | SecurityException e) {
            return Optional.empty();
        }
    }

    OptionalLong size(String path) {
        try {
            return OptionalLong.of(Files.size(at(path)));
        } catch (IOException | SecurityException e) {
            return OptionalLong.empty();
        }
    }

    boolean isFolder(String path) {
        return Files.isDirectory(at(path));
    }

    private <T> Optional<T> absent(Exception why) {
        if (isStrict && Descriptors.noneIsLeft(why.getMessage())) {
            throw new Descriptors.NoneLeftException();
        }
        return Optional.empty();
    }

    private Path at(String path) {
        return root.resolve(path.startsWith("/") ? path.substring(1) : path);
    }
}
