package upkeep.daemon;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.host.Mount;
import upkeep.store.Refuge;

/**
 * Looks whether the disk takes the ledger again that had to begin in its refuge, and ends this life of upkeepd then: the next begins a second
 * later, with all that is in the ledger, at home. upkeepd has mounts of its own, in which what was read-only when it began may stay so, hence
 * the machine's are looked at as well.
 */
final class WayBack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WayBack.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    private final Refuge refuge;
    private final Path home;
    private final Supplier<Optional<List<Mount>>> mounts;
    private final Runnable end;
    private final Schedule<String> schedule = new Schedule<>("ledger-way-back", _ -> look());
    private boolean wasReadOnly;

    /**
     * @param home where the ledger belongs
     * @param mounts the machine's
     */
    WayBack(Refuge refuge, Path home, Supplier<Optional<List<Mount>>> mounts, Runnable end) {
        this.refuge = refuge;
        this.home = home;
        this.mounts = mounts;
        this.end = end;
    }

    void start() {
        wasReadOnly = isReadOnly();
        next();
    }

    private void look() {
        boolean isReadOnly = isReadOnly();
        if (refuge.isOver() || (wasReadOnly && !isReadOnly)) {
            LOG.warn("the disk takes the ledger again: upkeepd ends, to begin anew with it");
            end.run();
        } else {
            wasReadOnly = isReadOnly;
            next();
        }
    }

    private void next() {
        schedule.at("look", Now.moment().plus(EVERY));
    }

    private boolean isReadOnly() {
        return mounts.get().filter(all -> isReadOnly(all, home)).isPresent();
    }

    /** Of the mounts that a path is below, the innermost counts, and of several on one folder the last. */
    static boolean isReadOnly(List<Mount> mounts, Path path) {
        return mounts.reversed().stream()
                .filter(mount -> path.startsWith(mount.point()))
                .max(Comparator.comparingInt(mount -> mount.point().length()))
                .filter(Mount::isReadOnly)
                .isPresent();
    }

    @Override
    public void close() {
        schedule.close();
    }
}
