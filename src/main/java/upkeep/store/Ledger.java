package upkeep.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.alert.DeskState;
import upkeep.core.Entry;
import upkeep.core.HardState;
import upkeep.store.LedgerConnections.Work;

/**
 * The durable record: entries, the hard state of every service, and the inputs that decisions rest on, in
 * {@code ledger.db} (SQLite, readable by its owner alone). What {@link #commit} was given survives the death of the process,
 * kill -9 included, once the call returned; a loss of power may cost the last moments, never the whole (write-ahead log with
 * synchronous=NORMAL, see https://www.sqlite.org/wal.html). One process opens it; readers and the writer do not wait for each other.
 * Thread-safe. Calls block on the disk, and at most two seconds on another process's lock.
 */
public final class Ledger implements AutoCloseable {

    /** Under this {@link #recall} gives the identity of the boot in which upkeepd lived last. */
    public static final String BOOT = "boot";

    static final String FILE = "ledger.db";

    private static final int PRUNED_AT_ONCE = 2_000;

    /** As long as the longest objective is reckoned over, and some. */
    private static final Duration STANDINGS = Duration.ofDays(400);

    private final LedgerConnections connections;
    private final Optional<Path> setAside;
    private final Reserve reserve;
    /** Guarded by itself, which is taken before the connections. */
    private final InputTable inputs = new InputTable();

    private Ledger(LedgerConnections connections, Path file, Optional<Path> setAside) {
        this.connections = connections;
        this.setAside = setAside;
        this.reserve = new Reserve(file.toAbsolutePath().resolveSibling("."));
    }

    /**
     * Opens the ledger in {@code directory}, which must exist, and makes it if there is none. A damaged file is set
     * aside and a new one begun, with the hard states, the last number, the notes, the letters and what the desk knew, as far as they can still be
     * read; {@link #setAside} then tells where the old one is. Where there is no room left for what SQLite makes beside the file, the
     * room that was held is given up for it.
     */
    public static Ledger open(Path directory) throws StoreException {
        Path file = directory.resolve(FILE);
        try {
            return connect(file, Optional.empty());
        } catch (StoreException failure) {
            switch (failure.reason()) {
                case CORRUPT -> {}
                case FULL, ACCESS, OTHER -> {
                    if (new Reserve(directory).free()) {
                        return connect(file, Optional.empty());
                    }
                    throw failure;
                }
                case BUSY, NEWER, CLOSED -> throw failure;
            }
        }
        DamagedFile damaged = DamagedFile.setAside(file, Instant.now());
        Ledger fresh = connect(file, Optional.of(damaged.path()));
        try {
            damaged.remains().into(fresh);
        } catch (StoreException failure) {
            fresh.close();
            throw failure;
        }
        return fresh;
    }

    /**
     * Takes over all that the ledger in that file holds and this one does not, all or nothing: entries after the last one here are added, and
     * whatever else it holds takes the place of what was here. Its inputs stay where they are.
     */
    void takeOver(Path file) throws StoreException {
        String doing = "take over the ledger " + file;
        connections.outsideTransaction(doing, writer -> {
            try (Takeover other = Takeover.of(writer, file)) {
                return write(doing, other::into);
            }
        });
    }

    private static Ledger connect(Path file, Optional<Path> setAside) throws StoreException {
        Connection writer = LedgerDatabase.prepared(file);
        try {
            return new Ledger(new LedgerConnections(writer, LedgerDatabase.connection(file)), file, setAside);
        } catch (SQLException failure) {
            LedgerDatabase.closeQuietly(writer);
            throw StoreException.of("open the ledger " + file, failure);
        }
    }

    /** Where the damaged file was put that this ledger replaces. */
    public Optional<Path> setAside() {
        return setAside;
    }

    /** Writes all of it or nothing. Its inputs belong to the life that was told to {@link #begin}. */
    public void commit(Commit commit) throws StoreException {
        synchronized (inputs) {
            long lifeBefore = inputs.lifeNumber();
            boolean done = false;
            try {
                write("write the ledger", connection -> {
                    EntryTable.insert(connection, commit.entries());
                    HardStateTable.save(connection, commit.save());
                    HardStateTable.delete(connection, commit.forget());
                    inputs.write(connection, commit.inputs(), commit.checkpoint());
                    return 0;
                });
                done = true;
            } finally {
                if (!done) {
                    inputs.rolledBack(lifeBefore);
                }
            }
        }
    }

    /** Adds the entries and replaces the hard states of the services named, all or nothing. */
    public void commit(List<Entry> entries, List<HardState> states) throws StoreException {
        commit(new Commit(entries, states, List.of(), List.of(), Optional.empty()));
    }

    /** A new life: inputs that are committed from now on belong to it. It is written together with the first of them. */
    public void begin(Life life) {
        synchronized (inputs) {
            inputs.begin(life);
        }
    }

    /** The highest number ever given to an input that was written, 0 if there was none. */
    public long lastInputNumber() throws StoreException {
        return read(InputTable::lastNumber);
    }

    /** A value that was remembered under that key, by whatever life. */
    public Optional<String> recall(String key) throws StoreException {
        return read(connection -> MetaTable.get(connection, key));
    }

    public void remember(String key, String value) throws StoreException {
        write("write the ledger", connection -> {
            MetaTable.put(connection, key, value);
            return 0;
        });
    }

    /** All notes, by subject and key. */
    public List<Note> notes() throws StoreException {
        return read(NoteTable::load);
    }

    /** Writes notes, each in the place of the one with the same subject and key; all or nothing. */
    public void saveNotes(Collection<Note> notes) throws StoreException {
        write("write the ledger", connection -> {
            NoteTable.save(connection, notes);
            return 0;
        });
    }

    /** Drops all notes about these subjects. */
    public void forgetNotes(Collection<String> subjects) throws StoreException {
        write("write the ledger", connection -> {
            NoteTable.delete(connection, subjects);
            return 0;
        });
    }

    /** What the desk of alerts knew when it was last saved; nothing if it never was. */
    public Optional<DeskState> desk() throws StoreException {
        return read(DeskTable::load);
    }

    /** Keeps what the desk knows, together with the letters that it has written since; all or nothing. */
    public void saveDesk(DeskState state, Collection<Letter> letters) throws StoreException {
        write("write the ledger", connection -> {
            DeskTable.save(connection, state);
            LetterTable.save(connection, letters);
            return 0;
        });
    }

    /** The letters that are not delivered, in the order in which they were written. */
    public List<Letter> letters() throws StoreException {
        return read(LetterTable::load);
    }

    /** Keeps letters, each in the place of the one with the same number and receiver, and drops others; all or nothing. */
    public void saveLetters(Collection<Letter> letters, Collection<Letter> done) throws StoreException {
        write("write the ledger", connection -> {
            LetterTable.save(connection, letters);
            LetterTable.delete(connection, done);
            return 0;
        });
    }

    /** Keeps how things stand from their moments on, and that it was looked then; all or nothing. */
    public void saveStandings(Collection<Stood> changes, Instant looked) throws StoreException {
        write("write the ledger", connection -> {
            StandingTable.save(connection, changes, looked);
            return 0;
        });
    }

    /** When it was last looked how things stand; 1970 if it never was. */
    public Instant standingsLooked() throws StoreException {
        return read(StandingTable::looked);
    }

    /** How each thing that was ever looked at stood last. */
    public List<Stood> lastStandings() throws StoreException {
        return read(StandingTable::last);
    }

    /** How the thing of that name stood from that moment on, oldest first; the first may have begun before it. */
    public List<Stood> standings(String subject, Instant from) throws StoreException {
        return read(connection -> StandingTable.of(connection, subject, from));
    }

    /** Holds room on the disk for hard states; whether it is held. To be called when all is well, again and again. */
    public boolean reserve() {
        return reserve.make();
    }

    /** Gives up the room that was held, so that hard states can be written once more; whether there was any. */
    public boolean useReserve() {
        return reserve.free();
    }

    /** Goes along the whole chain of entries, and tells where it is broken. */
    public ChainCheck checkChain() throws StoreException {
        return read(Chain::check);
    }

    public void append(List<Entry> entries) throws StoreException {
        commit(entries, List.of());
    }

    public void save(List<HardState> states) throws StoreException {
        commit(List.of(), states);
    }

    /** Drops the hard state of a service that is no longer in the plan; its entries stay. */
    public void forget(String service) throws StoreException {
        commit(Commit.ofHard(List.of(), List.of(service)));
    }

    public List<HardState> loadHardStates() throws StoreException {
        return read(HardStateTable::load);
    }

    /** The highest number ever given to an entry, 0 if there was none. */
    public long lastEntryNumber() throws StoreException {
        return read(EntryTable::lastNumber);
    }

    /**
     * Entries after that number of which people were to be told, other than of incidents' beginnings and ends: the oldest first, 1000 at
     * most.
     */
    public List<Entry> news(long after) throws StoreException {
        return read(connection -> EntryTable.news(connection, after));
    }

    /** The entries after that number that opened an incident: the oldest first, 1000 at most. */
    public List<Entry> openings(long after) throws StoreException {
        return read(connection -> EntryTable.openings(connection, after));
    }

    /** The entries that were asked for, newest first. */
    public List<Entry> entries(Query query) throws StoreException {
        return read(connection -> EntryTable.select(connection, query));
    }

    /** How often each service was restarted or started by a policy, ours or systemd's, from a time on and before another. */
    public Map<String, Integer> restarts(Instant from, Instant before) throws StoreException {
        return read(connection -> EntryTable.restarts(connection, from, before));
    }

    public Optional<Entry> entry(long number) throws StoreException {
        return entries(Query.numbered(List.of(number))).stream().findFirst();
    }

    /**
     * Drops what the retention lets go, in steps between which commits get their turn, and gives the space back to the
     * file system. To be called now and then; the first call after long may take seconds.
     *
     * @return how many entries were dropped
     */
    public int prune(Retention retention, Instant now) throws StoreException {
        dropInputs(connection -> InputTable.deleteOld(connection, now.minus(retention.inputAge())));
        write("drop old standings", connection -> StandingTable.delete(connection, now.minus(STANDINGS)));
        while (usedBytes() > retention.bytes()) {
            if (dropInputs(InputTable::deleteOldest) == 0) {
                break;
            }
        }
        int dropped = dropAll(connection -> EntryTable.delete(connection, retention, now, PRUNED_AT_ONCE));
        while (usedBytes() > retention.bytes()) {
            int more = write("drop old entries", connection -> EntryTable.deleteOldest(connection, PRUNED_AT_ONCE));
            dropped += more;
            if (more == 0) {
                break;
            }
        }
        shrink();
        return dropped;
    }

    private int dropInputs(Work<Integer> work) throws StoreException {
        synchronized (inputs) {
            int dropped = write("drop old inputs", work);
            if (dropped > 0) {
                inputs.forget();
            }
            return dropped;
        }
    }

    private int dropAll(Work<Integer> step) throws StoreException {
        int dropped = 0;
        int now;
        do {
            now = write("drop old entries", step);
            dropped += now;
        } while (now == PRUNED_AT_ONCE);
        return dropped;
    }

    /** Bytes of the file that are in use; what is free in it is given back by {@link #prune}. */
    public long usedBytes() throws StoreException {
        return read(connection -> {
            long pages = InputTable.number(connection, "SELECT page_count FROM pragma_page_count");
            long free = InputTable.number(connection, "SELECT freelist_count FROM pragma_freelist_count");
            return (pages - free) * InputTable.number(connection, "SELECT page_size FROM pragma_page_size");
        });
    }

    /** Gives free pages back, some at a time, so that the log does not swell. */
    private void shrink() throws StoreException {
        while (read(connection -> InputTable.number(connection, "SELECT freelist_count FROM pragma_freelist_count"))
                > 0) {
            connections.outsideTransaction("drop old entries", connection -> {
                try (Statement statement = connection.createStatement()) {
                    return statement.execute("PRAGMA incremental_vacuum(" + PRUNED_AT_ONCE + ")");
                }
            });
        }
    }

    /** Closes both connections, which folds the log into the file. A call still under way is waited for. */
    @Override
    public void close() {
        connections.close();
    }

    private <T> T read(Work<T> work) throws StoreException {
        return connections.read(work);
    }

    private <T> T write(String doing, Work<T> work) throws StoreException {
        return connections.write(doing, work);
    }

    /** As if the disk had room for no more than {@code pages} of 4 KiB. */
    void limitPages(int pages) throws StoreException {
        connections.outsideTransaction("limit the ledger", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute("PRAGMA max_page_count = " + pages);
            }
        });
    }
}
