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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.Moment;
import upkeep.core.Action.Alert;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;

/** Entries as rows. */
final class EntryTable {

    /** A sentence longer than this is cut: the ledger is no place for what a server chose to send us. */
    static final int LONGEST_TEXT = 8_192;

    private static final int MOST_NEWS = 1_000;

    private static final String COLUMNS = Chain.COLUMNS;

    private EntryTable() {}

    /** Adds the entries, each bound to the one before. */
    static void insert(Connection connection, List<Entry> entries) throws SQLException {
        if (entries.isEmpty()) {
            return;
        }
        byte[] link = Chain.head(connection);
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO entry (" + COLUMNS + ", chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (Entry entry : entries) {
                Chain.Row row = row(entry);
                link = Chain.link(link, row);
                insert.setLong(1, row.number());
                insert.setLong(2, row.wall());
                insert.setLong(3, row.monotonic());
                insert.setString(4, row.kind());
                insert.setString(5, row.subject());
                insert.setString(6, row.text());
                insert.setString(7, row.causes());
                if (row.incident().isPresent()) {
                    insert.setLong(8, row.incident().get());
                } else {
                    insert.setNull(8, Types.INTEGER);
                }
                insert.setString(9, row.fields());
                insert.setBytes(10, link);
                insert.executeUpdate();
            }
        }
        Chain.head(connection, entries.getLast().number(), link);
    }

    private static Chain.Row row(Entry entry) {
        return new Chain.Row(
                entry.number(),
                Columns.micros(entry.at().wall()),
                entry.at().monotonicNanos(),
                entry.kind().name(),
                entry.subject(),
                cut(entry.text()),
                Columns.numbers(entry.causes()),
                entry.incident(),
                Columns.fields(entry.fields()));
    }

    /** The entry as it will be read again: a long text is cut, and times are as fine as microseconds. */
    static Entry asKept(Entry entry) {
        return new Entry(
                entry.number(),
                new Moment(
                        entry.at().monotonicNanos(),
                        Columns.instant(Columns.micros(entry.at().wall()))),
                entry.kind(),
                entry.subject(),
                cut(entry.text()),
                entry.causes(),
                entry.incident(),
                entry.fields());
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

    static List<Entry> news(Connection connection, long after) throws SQLException {
        return after(connection, after, "instr(char(10) || fields, ?) > 0", "\n" + Alert.FIELD + "=");
    }

    static List<Entry> openings(Connection connection, long after) throws SQLException {
        return after(connection, after, "kind = ?", Entry.Kind.INCIDENT_OPENED.name());
    }

    private static List<Entry> after(Connection connection, long after, String condition, String argument)
            throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement("SELECT " + COLUMNS
                + " FROM entry WHERE number > ? AND " + condition + " ORDER BY number LIMIT " + MOST_NEWS)) {
            select.setLong(1, after);
            select.setString(2, argument);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        return entries;
    }

    /** Decisions to restart or start, and restarts of systemd's own; not what was only observed. */
    static Map<String, Integer> restarts(Connection connection, Instant from, Instant before) throws SQLException {
        Map<String, Integer> restarts = new TreeMap<>();
        try (PreparedStatement select =
                connection.prepareStatement("""
                SELECT subject, count(*) FROM entry
                WHERE wall >= ? AND wall < ? AND kind = 'DECISION'
                  AND (%1$s OR ((%1$s OR %1$s) AND %1$s))
                GROUP BY subject
                """.formatted("instr(char(10) || fields || char(10), ?) > 0"))) {
            select.setLong(1, Columns.micros(from));
            select.setLong(2, Columns.micros(before));
            List<String> fields = List.of("by=systemd", "verb=restart", "verb=start", "observe=false");
            for (int i = 0; i < fields.size(); i++) {
                select.setString(3 + i, "\n" + fields.get(i) + "\n");
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    restarts.put(row.getString(1), row.getInt(2));
                }
            }
        }
        return restarts;
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

    /** Up to {@code most} entries with numbers from {@code from} on, the oldest first. */
    static List<Entry> from(Connection connection, long from, int most) throws SQLException {
        List<Entry> entries = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT " + COLUMNS + " FROM entry WHERE number >= ? ORDER BY number LIMIT ?")) {
            select.setLong(1, from);
            select.setInt(2, most);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    entries.add(entry(row));
                }
            }
        }
        return entries;
    }

    /**
     * Deletes up to {@code most} of the entries that {@code retention} lets go. They go from the oldest number on and
     * without a hole, so that the chain of the others holds; so one that is young by a wrong clock keeps those after it.
     */
    static int delete(Connection connection, Retention retention, Instant now, int most) throws SQLException {
        return delete(
                connection, Math.max(tooMany(connection, retention.rows()), tooOld(connection, retention, now)), most);
    }

    /** Deletes up to {@code most} entries, but none of the newest that are always kept. */
    static int deleteOldest(Connection connection, int most) throws SQLException {
        return delete(connection, tooMany(connection, Retention.KEPT_ALWAYS), most);
    }

    private static int delete(Connection connection, long last, int most) throws SQLException {
        long upTo = number(
                connection,
                "SELECT max(number) FROM (SELECT number FROM entry WHERE number <= ? ORDER BY number LIMIT ?)",
                last,
                most);
        if (upTo == 0) {
            return 0;
        }
        Chain.anchor(connection, upTo);
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM entry WHERE number <= ?")) {
            delete.setLong(1, upTo);
            return delete.executeUpdate();
        }
    }

    /** The newest entry beyond the newest {@code kept}; 0 if there is none. */
    private static long tooMany(Connection connection, long kept) throws SQLException {
        return number(connection, "SELECT number FROM entry ORDER BY number DESC LIMIT 1 OFFSET ?", kept);
    }

    private static long tooOld(Connection connection, Retention retention, Instant now) throws SQLException {
        long young = number(
                connection,
                "SELECT coalesce(min(number), 9223372036854775807) FROM entry WHERE wall >= ?",
                Columns.micros(now.minus(retention.age())));
        return Math.min(young - 1, tooMany(connection, Retention.KEPT_ALWAYS));
    }

    private static long number(Connection connection, String sql, long... arguments) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < arguments.length; i++) {
                select.setLong(i + 1, arguments[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
