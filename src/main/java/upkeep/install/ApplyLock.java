package upkeep.install;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** The lock that one apply, remove or eject at a time holds, over processes. Not for several threads. */
public final class ApplyLock {

    /** Reverse proxies are told under the lock of what goes on by itself; nobody is to be refused for that moment. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Layout layout;
    private final FileSystemOps ops;
    private boolean isHeld;

    ApplyLock(Layout layout, FileSystemOps ops) {
        this.layout = layout;
        this.ops = ops;
    }

    /** What is done under the lock. */
    public interface Work<T> {
        T run() throws IOException, InstallException;
    }

    /**
     * Does something under the lock, which is taken for it unless {@link #holdThroughout} has it.
     *
     * @param verb what cannot be done, in the words of a mistake
     * @throws InstallException if another process holds the lock for long, or the disk failed
     */
    <T> T hold(String verb, Work<T> work) throws InstallException {
        try {
            if (isHeld) {
                return work.run();
            }
            Optional<Closeable> lock = take(PATIENCE);
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

    /** Keeps the lock over several pieces of work, each of which asks for it. */
    <T> T holdThroughout(String verb, Work<T> work) throws InstallException {
        return hold(verb, () -> {
            isHeld = true;
            try {
                return work.run();
            } finally {
                isHeld = false;
            }
        });
    }

    /** Does something under the lock, or nothing if another process holds it for longer than that. */
    <T> Optional<T> holdWithin(Duration patience, Work<T> work) throws InstallException {
        try {
            Optional<Closeable> lock = take(patience);
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

    private Optional<Closeable> take(Duration patience) throws IOException {
        new SafeFiles(ops).makeDirectories(layout.state());
        return ops.lock(layout.lock(), patience);
    }
}
