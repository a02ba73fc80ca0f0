package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;

/** Entries as rows. */
final class EntryTable {

    /** A sentence longer than this is cut: the ledger is no place for what a server chose to send us. */
    static final int LONGEST_TEXT = 8_192;

    private static final String COLUMNS = "number, wall, monotonic, kind, subject, text, causes, incident, fields";

    private EntryTable() {}

    static void insert(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO entry (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : entries) {
                insert.setLong(1, entry.number());
                insert.setLong(2, Columns.micros(entry.at().wall()));
                insert.setLong(3, entry.at().monotonicNanos());
                insert.setString(4, entry.kind().name());
                insert.setString(5, entry.subject());
                insert.setString(6, cut(entry.text()));
                insert.setString(7, Columns.numbers(entry.causes()));
                if (entry.incident().isPresent()) {
                    insert.setLong(8, entry.incident().get());
                } else {
                    insert.setNull(8, Types.INTEGER);
                }
                insert.setString(9, Columns.fields(entry.fields()));
                insert.executeUpdate();
            }
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
    }

    static List<Entry> select(Connection connection, Query query) throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT ").append(COLUMNS).append(" FROM entry WHERE 1");
        List<Object> arguments = new ArrayList<>();
        query.subject().ifPresent(subject -> add(sql, arguments, " AND subject = ?", subject));
        query.from().ifPresent(from -> add(sql, arguments, " AND wall >= ?", Columns.micros(from)));
        query.to().ifPresent(to -> add(sql, arguments, " AND wall <= ?", Columns.micros(to)));
        query.incident().ifPresent(incident -> {
            add(sql, arguments, " AND (incident = ?", incident);
            add(sql, arguments, " OR number = ?)", incident);
        });
        if (!query.numbers().isEmpty()) {
            sql.append(" AND number IN (SELECT value FROM json_each(?))");
            arguments.add("[" + Columns.numbers(query.numbers()).replace(' ', ',') + "]");
        }
        sql.append(" ORDER BY number DESC LIMIT ?");
        arguments.add((long) query.limit());
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql.toString())) {
            for (int i = 0; i < arguments.size(); i++) {
                select.setObject(i + 1, arguments.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        return entries;
    }

    private static void add(StringBuilder sql, List<Object> arguments, String condition, Object argument) {
        sql.append(condition);
        arguments.add(argument);
    }

    private static Entry entry(ResultSet row) throws SQLException {
        long incident = row.getLong(8);
        Optional<Long> ofIncident = row.wasNull() ? Optional.empty() : Optional.of(incident);
        return new Entry(
                row.getLong(1),
                new Moment(row.getLong(3), Columns.instant(row.getLong(2))),
                Kind.valueOf(row.getString(4)),
                row.getString(5),
                row.getString(6),
                Columns.numbers(row.getString(7)),
                ofIncident,
                Columns.fields(row.getString(9)));
    }

    static long lastNumber(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(max(number), 0) FROM entry")) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    /** Deletes up to {@code most} of the entries that {@code retention} lets go, oldest first. */
    static int delete(Connection connection, Retention retention, Instant now, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("""
                DELETE FROM entry WHERE number IN (
                  SELECT number FROM entry
                  WHERE number <= (SELECT number FROM entry ORDER BY number DESC LIMIT 1 OFFSET ?)
                     OR (wall < ? AND number <= (SELECT number FROM entry ORDER BY number DESC LIMIT 1 OFFSET ?))
                  ORDER BY number LIMIT ?)
                """)) {
            delete.setLong(1, retention.rows());
            delete.setLong(2, Columns.micros(now.minus(retention.age())));
            delete.setLong(3, Retention.KEPT_ALWAYS);
            delete.setInt(4, most);
            return delete.executeUpdate();
        }
    }
}
