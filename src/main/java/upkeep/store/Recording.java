package upkeep.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.core.Entry;

/** What upkeepd was told and what it wrote down, to be replayed. Read by one thread at a time. */
public interface Recording {

    /** At most so many entries are answered at once. */
    int PAGE = 1_000;

    /** One thing after the other. */
    interface Cursor {
        /** The next; nothing at the end. */
        Optional<Recorded> next() throws StoreException;
    }

    /**
     * From the beginning; or from the last point at or before {@code from} at which replay can begin, or the first after
     * it if there is none.
     */
    Cursor from(Optional<Instant> from) throws StoreException;

    /** Up to {@link #PAGE} entries with numbers from {@code number} on, the oldest first. */
    List<Entry> entries(long number) throws StoreException;

    ChainCheck checkChain() throws StoreException;

    /** The entry as a ledger gives it back: a long text is cut, and times are as fine as microseconds. */
    static Entry asKept(Entry entry) {
        return EntryTable.asKept(entry);
    }
}
