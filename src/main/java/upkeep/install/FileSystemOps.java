package upkeep.install;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * All that the applier does to a file system, one durable step a method, so that a test can end the run at any of them.
 * Links are never followed, except by {@link #read}. Every method may block for as long as the disk does.
 */
public interface FileSystemOps {

    /** What is at a path, without following a link; nothing where nothing is. */
    Optional<Entry> look(Path path) throws IOException;

    /** The content of a regular file of at most {@code limit} bytes; a larger one is an error. */
    byte[] read(Path file, int limit) throws IOException;

    /** What is in a directory, sorted by name. */
    List<Path> list(Path directory) throws IOException;

    /** Where a symbolic link points. */
    String readLink(Path link) throws IOException;

    /** Writes a new file, readable by its owner only; an existing one is an error. */
    void create(Path file, byte[] content) throws IOException;

    /** Makes what was written to a file, or what was done in a directory, survive a loss of power. */
    void sync(Path fileOrDirectory) throws IOException;

    /** Replaces {@code to}, if there, in one step. */
    void rename(Path from, Path to) throws IOException;

    /** Deletes a file, a link or an empty directory. */
    void delete(Path path) throws IOException;

    /** Makes one directory in an existing one. */
    void makeDirectory(Path directory, int mode) throws IOException;

    void makeLink(Path link, String target) throws IOException;

    /** Of a file or folder; a link is refused. */
    void changeMode(Path path, int mode) throws IOException;

    /** Gives the path to a group; does nothing where the system has no such group. */
    void changeGroup(Path path, String group) throws IOException;

    /**
     * An exclusive lock on a file, made if absent.
     *
     * @param patience how long another process may still hold it
     * @return nothing if it is held for longer, or by this process
     */
    Optional<Closeable> lock(Path file, Duration patience) throws IOException;

    /** The kind of thing at a path, its permission bits, and the number of its owner. */
    record Entry(Type type, int mode, int owner, long size) {}

    /** The kinds of things that matter here. */
    enum Type {
        FILE,
        DIRECTORY,
        LINK,
        OTHER
    }
}
