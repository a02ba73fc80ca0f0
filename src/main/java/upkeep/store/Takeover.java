package upkeep.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import upkeep.core.Entry;

/** Another ledger of the same schema beside one, whose rows are to become that one's. */
final class Takeover implements AutoCloseable {

    private static final List<String> REPLACED = List.of("hard", "note", "desk", "letter");

    private final Connection to;
    private final Connection from;

    private Takeover(Connection to, Connection from) {
        this.to = to;
        this.from = from;
    }

    /** Outside of a transaction. The other is brought to the present schema. */
    static Takeover of(Connection to, Path file) throws SQLException, StoreException {
        Connection from = LedgerDatabase.prepared(file);
        try (PreparedStatement attach = to.prepareStatement("ATTACH DATABASE ? AS other")) {
            attach.setString(1, file.toString());
            attach.execute();
            return new Takeover(to, from);
        } catch (SQLException failure) {
            LedgerDatabase.closeQuietly(from);
            throw failure;
        }
    }

    /** Copies, within the transaction that there is; how many entries were new. One that is older is of no use. */
    int into(Connection connection) throws SQLException {
        if (EntryTable.lastNumber(from) < EntryTable.lastNumber(connection)) {
            return 0;
        }
        try (Statement statement = connection.createStatement()) {
            for (String table : REPLACED) {
                statement.executeUpdate("DELETE FROM main." + table);
                statement.executeUpdate("INSERT INTO main." + table + " SELECT * FROM other." + table);
            }
            statement.executeUpdate("INSERT OR REPLACE INTO main.standing SELECT * FROM other.standing");
            statement.executeUpdate(
                    "INSERT OR REPLACE INTO main.meta SELECT * FROM other.meta WHERE " + MetaTable.NOT_OF_THE_CHAIN);
        }
        int added = 0;
        List<Entry> page = after(connection);
        while (!page.isEmpty()) {
            EntryTable.insert(connection, page);
            added += page.size();
            page = after(connection);
        }
        return added;
    }

    private List<Entry> after(Connection connection) throws SQLException {
        return EntryTable.from(from, EntryTable.lastNumber(connection) + 1, Recording.PAGE);
    }

    @Override
    public void close() throws SQLException {
        LedgerDatabase.closeQuietly(from);
        try (Statement detach = to.createStatement()) {
            detach.execute("DETACH DATABASE other");
        }
    }
}
