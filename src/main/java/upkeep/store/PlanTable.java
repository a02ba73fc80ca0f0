package upkeep.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import upkeep.base.Digest;
import upkeep.spec.PlanSources;
import upkeep.spec.Source;
import upkeep.store.Formats.PlanRow;

/** What plans are made of, as rows; equal plans and equal sources are kept once. */
final class PlanTable {

    private final Connection connection;
    private final IdentityHashMap<PlanSources, Long> numbers = new IdentityHashMap<>();

    PlanTable(Connection connection) {
        this.connection = connection;
    }

    /** The number of the plan, which is added if it is new. */
    long number(PlanSources plan) throws SQLException {
        Long known = numbers.get(plan);
        if (known == null) {
            known = find(plan);
            numbers.put(plan, known);
        }
        return known;
    }

    private long find(PlanSources plan) throws SQLException {
        String row = Formats.PLAN.text(Formats.row(plan));
        try (PreparedStatement select = connection.prepareStatement("SELECT number FROM plan WHERE row = ?")) {
            select.setString(1, row);
            try (ResultSet found = select.executeQuery()) {
                if (found.next()) {
                    return found.getLong(1);
                }
            }
        }
        for (Source source : plan.sources()) {
            add(source);
        }
        long number = 1 + InputTable.number(connection, "SELECT coalesce(max(number), 0) FROM plan");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO plan (number, row) VALUES (?, ?)")) {
            insert.setLong(1, number);
            insert.setString(2, row);
            insert.executeUpdate();
        }
        return number;
    }

    private void add(Source source) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT OR IGNORE INTO plan_source (digest, text) VALUES (?, ?)")) {
            insert.setString(1, Digest.of(source.text()).hex());
            insert.setBytes(2, Compressed.pack(source.text()));
            insert.executeUpdate();
        }
    }

    /** Reads a plan's text back, and makes sure that it is the one that was written. */
    static PlanSources read(Connection connection, long number) throws SQLException, IOException {
        PlanRow row;
        try (PreparedStatement select = connection.prepareStatement("SELECT row FROM plan WHERE number = ?")) {
            select.setLong(1, number);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw new IOException("plan " + number + " is missing");
                }
                row = Formats.PLAN.read(found.getString(1));
            }
        }
        List<Source> sources = new ArrayList<>();
        for (PlanRow.Named named : row.sources()) {
            sources.add(new Source(
                    named.name(), text(connection, named.digest()), named.role().orElse(Source.Role.SPEC)));
        }
        return new PlanSources(sources, row.removed());
    }

    private static String text(Connection connection, String digest) throws SQLException, IOException {
        try (PreparedStatement select = connection.prepareStatement("SELECT text FROM plan_source WHERE digest = ?")) {
            select.setString(1, digest);
            try (ResultSet found = select.executeQuery()) {
                if (!found.next()) {
                    throw new IOException("the spec with digest " + digest + " is missing");
                }
                String text = Compressed.unpackText(found.getBytes(1));
                if (!Digest.of(text).hex().equals(digest)) {
                    throw new IOException("the spec with digest " + digest + " was changed");
                }
                return text;
            }
        }
    }

    /** Drops what no life, block or checkpoint rests on any more. */
    static void tidy(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("""
                    DELETE FROM plan WHERE number NOT IN (
                      SELECT plan FROM life UNION SELECT plan FROM input_block UNION SELECT plan FROM checkpoint)""");
            statement.executeUpdate("""
                    DELETE FROM plan_source WHERE digest NOT IN (
                      SELECT json_extract(source.value, '$.digest')
                      FROM plan, json_each(plan.row, '$.sources') AS source)""");
        }
    }
}
