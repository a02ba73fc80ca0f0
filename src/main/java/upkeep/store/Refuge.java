package upkeep.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the ledger is while its disk takes nothing: a folder in memory. It begins there with what must be known of the one on the disk,
 * which is read if it can be, and comes back with all that happened meanwhile. Not thread-safe.
 */
public final class Refuge {

    /** A ledger in memory is not to be larger. */
    public static final long MOST_BYTES = 16L << 20;

    /** So many of the newest entries are there for who asks what happened. */
    private static final int ENTRIES = 1_000;

    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm");

    private final Path home;
    private final Path folder;
    private Optional<String> reason = Optional.empty();

    /**
     * @param home the directory of the ledger
     * @param folder where it may be meanwhile; if it is not there, there is no refuge
     */
    public Refuge(Path home, Path folder) {
        this.home = home;
        this.folder = folder;
    }

    /**
     * Opens the ledger at home, with what is in the refuge taken back; and where the disk does not take that, in the refuge.
     *
     * @throws StoreException if neither can be had, or if a newer upkeep wrote the ledger
     */
    public Ledger open() throws StoreException {
        try {
            reason = Optional.empty();
            return openHome();
        } catch (StoreException failure) {
            if (!Files.isDirectory(folder) || !isOfTheDisk(failure)) {
                throw failure;
            }
            reason = Optional.of(failure.getMessage());
            return openHere();
        }
    }

    /** Why the ledger that was opened is not at home; absent if it is. */
    public Optional<String> reason() {
        return reason.map(why -> "the disk takes nothing (" + why + "); what happens is kept in " + folder
                + " until it does, and is lost if the machine ends before");
    }

    /** Whether the disk takes the ledger again. Then it is there, and the next {@link #open} goes on with it. */
    public boolean isOver() {
        if (!new Reserve(home).make()) {
            return false;
        }
        try (Ledger ledger = Ledger.open(home)) {
            ledger.takeOver(here());
            return true;
        } catch (StoreException stillNot) {
            return false;
        }
    }

    private static boolean isOfTheDisk(StoreException failure) {
        return switch (failure.reason()) {
            case FULL, ACCESS, OTHER -> true;
            case BUSY, CORRUPT, NEWER, CLOSED -> false;
        };
    }

    private Ledger openHome() throws StoreException {
        Ledger ledger = Ledger.open(home);
        if (!Files.exists(here())) {
            return ledger;
        }
        try {
            ledger.takeOver(here());
        } catch (StoreException failure) {
            ledger.close();
            throw failure;
        }
        leave();
        return ledger;
    }

    private Ledger openHere() throws StoreException {
        boolean isNew = !Files.exists(here());
        Remains remains = isNew && Files.exists(home.resolve(Ledger.FILE)) ? ofHome() : Remains.NONE;
        Ledger ledger = Ledger.open(folder);
        if (isNew) {
            try {
                remains.into(ledger);
            } catch (StoreException failure) {
                ledger.close();
                leave();
                throw failure;
            }
        }
        return ledger;
    }

    /** A ledger that is there and cannot be read is not passed over: it holds what operators want. */
    private Remains ofHome() throws StoreException {
        try (LedgerFile file = LedgerFile.open(home.resolve(Ledger.FILE))) {
            return file.remains(ENTRIES);
        }
    }

    private Path here() {
        return folder.resolve(Ledger.FILE);
    }

    private void leave() {
        new Reserve(folder).free();
        for (String companion : COMPANIONS) {
            try {
                Files.deleteIfExists(Path.of(here() + companion));
            } catch (IOException e) {
                // Once there is more at home, it is passed over.
            }
        }
    }
}
