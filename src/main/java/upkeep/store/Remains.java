package upkeep.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.alert.DeskState;
import upkeep.core.Entry;
import upkeep.core.HardState;
import upkeep.store.codec.CodecException;

/**
 * What must be known of a ledger that cannot be gone on with: the hard states (or an operator's hold would be lost), the newest
 * entries (or their numbers would be given twice), the notes (or a file that was altered meanwhile would be recorded as a good one), the
 * letters and the desk (or people would not be told, or told twice).
 *
 * @param entries oldest first
 * @param values single ones, by key
 */
record Remains(
        List<HardState> hardStates,
        List<Entry> entries,
        List<Note> notes,
        List<Letter> letters,
        Optional<DeskState> desk,
        Map<String, String> values) {

    static final Remains NONE = new Remains(List.of(), List.of(), List.of(), List.of(), Optional.empty(), Map.of());

    /**
     * As far as it can be read.
     *
     * @param newest how many entries
     */
    static Remains of(Connection connection, int newest) {
        Remains remains = NONE;
        try {
            int version = Schema.version(connection);
            if (version == 0 || version > Schema.STEPS.size()) {
                return remains;
            }
            remains = remains.withHardStates(HardStateTable.load(connection));
            if (version >= NoteTable.SINCE) {
                remains = remains.withNotes(NoteTable.load(connection));
            }
            remains = remains.withEntries(
                    EntryTable.select(connection, Query.newest(newest)).reversed());
            if (version >= LetterTable.SINCE) {
                remains = remains.withLetters(LetterTable.load(connection), DeskTable.load(connection));
                remains = remains.withValues(MetaTable.all(connection));
            }
        } catch (SQLException
                | CodecException
                | IllegalArgumentException
                | DateTimeException
                | ArithmeticException unreadable) {
            // What was read until here is all there is.
        }
        return remains;
    }

    /** Puts it into a ledger that is empty. */
    void into(Ledger fresh) throws StoreException {
        fresh.commit(entries, hardStates);
        fresh.saveNotes(notes);
        fresh.saveLetters(letters, List.of());
        if (desk.isPresent()) {
            fresh.saveDesk(desk.get(), List.of());
        }
        for (Map.Entry<String, String> value : values.entrySet()) {
            fresh.remember(value.getKey(), value.getValue());
        }
    }

    private Remains withHardStates(List<HardState> read) {
        return new Remains(read, entries, notes, letters, desk, values);
    }

    private Remains withEntries(List<Entry> read) {
        return new Remains(hardStates, read, notes, letters, desk, values);
    }

    private Remains withNotes(List<Note> read) {
        return new Remains(hardStates, entries, read, letters, desk, values);
    }

    private Remains withLetters(List<Letter> read, Optional<DeskState> of) {
        return new Remains(hardStates, entries, notes, read, of, values);
    }

    private Remains withValues(Map<String, String> read) {
        return new Remains(hardStates, entries, notes, letters, desk, read);
    }
}
