package upkeep.install;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Changes to files that a crash or a loss of power leaves either wholly done or not done: a temporary file in the same
 * directory, fsync, rename, fsync of the directory (rename(2), fsync(2)). The temporary name is always the same, so that
 * one left by a crash is found again.
 */
final class SafeFiles {

    private static final int DIRECTORY_MODE = 0755;

    private final FileSystemOps ops;

    SafeFiles(FileSystemOps ops) {
        this.ops = ops;
    }

    /** Puts a file in place, directories above it included. */
    void write(Path file, byte[] content, int mode) throws IOException {
        Path directory = parent(file);
        makeDirectories(directory);
        Path temporary = temporary(file);
        deleteIfThere(temporary);
        ops.create(temporary, content);
        ops.changeMode(temporary, mode);
        ops.sync(temporary);
        ops.rename(temporary, file);
        ops.sync(directory);
    }

    void delete(Path file) throws IOException {
        if (deleteIfThere(file)) {
            ops.sync(parent(file));
        }
    }

    /** Removes what a write that was cut off may have left. */
    void tidy(Path file) throws IOException {
        deleteIfThere(temporary(file));
    }

    /** Removes a directory if nothing is in it. */
    void deleteIfEmpty(Path directory) throws IOException {
        Optional<FileSystemOps.Entry> entry = ops.look(directory);
        if (entry.filter(found -> found.type() == FileSystemOps.Type.DIRECTORY).isPresent()
                && ops.list(directory).isEmpty()) {
            ops.delete(directory);
            ops.sync(parent(directory));
        }
    }

    void makeDirectories(Path directory) throws IOException {
        if (ops.look(directory).isEmpty()) {
            Path above = parent(directory);
            makeDirectories(above);
            ops.makeDirectory(directory, DIRECTORY_MODE);
            ops.sync(above);
        }
    }

    boolean deleteIfThere(Path path) throws IOException {
        boolean there = ops.look(path).isPresent();
        if (there) {
            ops.delete(path);
        }
        return there;
    }

    static Path temporary(Path file) {
        return parent(file).resolve("." + file.getFileName() + ".upkeep-new");
    }

    static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
