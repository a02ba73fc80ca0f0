package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import upkeep.core.Standing;

/** How everything stood, a row for each change. */
final class StandingTable {

    /** Under this meta has when it was last looked, in microseconds since 1970. */
    private static final String LOOKED = "stood-until";

    private StandingTable() {}

    static void save(Connection connection, Collection<Stood> changes, Instant looked) throws SQLException {
        try (PreparedStatement save = connection.prepareStatement(
                "INSERT OR REPLACE INTO standing (subject, at, standing) VALUES (?, ?, ?)")) {
            for (Stood change : changes) {
                save.setString(1, change.subject());
                save.setLong(2, Columns.micros(change.at()));
                save.setString(3, change.standing().word());
                save.executeUpdate();
            }
        }
        MetaTable.put(connection, LOOKED, Long.toString(Columns.micros(looked)));
    }

    /** When it was last looked; the beginning of time if it never was. */
    static Instant looked(Connection connection) throws SQLException {
        return Columns.instant(
                MetaTable.get(connection, LOOKED).map(Long::parseLong).orElse(0L));
    }

    /** The last change of each subject. */
    static List<Stood> last(Connection connection) throws SQLException {
        return read(connection, """
                SELECT subject, at, standing FROM standing AS one
                WHERE at = (SELECT max(at) FROM standing WHERE subject = one.subject) ORDER BY subject""");
    }

    /** The changes of a subject from that moment on, and the one that holds at it. */
    static List<Stood> of(Connection connection, String subject, Instant from) throws SQLException {
        return read(connection, """
                SELECT subject, at, standing FROM standing WHERE subject = ? AND at >= coalesce(
                  (SELECT max(at) FROM standing WHERE subject = ? AND at <= ?), 0) ORDER BY at""", subject, subject, Columns.micros(from));
    }

    /** Drops what was over by then. */
    static int delete(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM standing WHERE EXISTS (
                  SELECT 1 FROM standing AS later
                  WHERE later.subject = standing.subject AND later.at > standing.at AND later.at <= ?)""")) {
            delete.setLong(1, Columns.micros(before));
            return delete.executeUpdate();
        }
    }

    private static List<Stood> read(Connection connection, String sql, Object... arguments) throws SQLException {
        List<Stood> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setObject(i + 1, arguments[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(new Stood(
                            row.getString(1),
                            Columns.instant(row.getLong(2)),
                            // A standing that a later upkeep has says nothing to this one.
                            Standing.of(row.getString(3)).orElse(Standing.UNKNOWN)));
                }
            }
        }
        return found;
    }
}
