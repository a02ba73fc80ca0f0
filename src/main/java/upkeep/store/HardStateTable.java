package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import upkeep.core.HardState;
import upkeep.store.codec.CodecException;

/** Hard states as rows, one a service: its name, and the state as JSON. */
final class HardStateTable {

    /** The rows of schema 1, which had a column for each part, as those of today. */
    static final String FROM_SCHEMA_1 =
            """
            SELECT service, json_patch('{}', json_object(
                'service', service,
                'intent', intent,
                'hold', json(CASE WHEN hold_until IS NOT NULL THEN json_object(
                    'until', %s, 'reason', hold_reason, 'by', hold_by) END),
                'restarts', json((SELECT json_group_array(%s)
                    FROM json_each('[' || replace(restarts, ' ', ',') || ']'))),
                'exhausted', CASE WHEN exhausted IS NOT NULL THEN %s END,
                'incident', json(CASE WHEN incident IS NOT NULL THEN json_object(
                    'number', incident, 'opened', %s, 'what', incident_what) END)))
            FROM hard_state ORDER BY service""".formatted(time("hold_until"), time("value"), time("exhausted"), time("incident_opened"));

    private HardStateTable() {}

    /** Microseconds since 1970 as the text of an {@code Instant}. */
    private static String time(String column) {
        return "strftime('%Y-%m-%dT%H:%M:%S', COLUMN / 1000000, 'unixepoch') || printf('.%06dZ', COLUMN % 1000000)"
                .replace("COLUMN", column);
    }

    static void save(Connection connection, List<HardState> states) throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        try (PreparedStatement save =
                connection.prepareStatement("INSERT OR REPLACE INTO hard (subject, state) VALUES (?, ?)")) {
            for (HardState state : states) {
                save.setString(1, state.service());
                save.setString(2, Formats.HARD_STATE.text(state));
                save.executeUpdate();
            }
        }
    }

    static List<HardState> load(Connection connection) throws SQLException, CodecException {
        String sql =
                Schema.version(connection) == 1 ? FROM_SCHEMA_1 : "SELECT subject, state FROM hard ORDER BY subject";
        List<HardState> states = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery(sql)) {
            while (row.next()) {
                // An older upkeep may have written less, and a newer one more.
                states.add(Formats.HARD_STATE.readOver(HardState.unknown(row.getString(1)), row.getString(2)));
            }
        }
        return states;
    }

    static void delete(Connection connection, List<String> subjects) throws SQLException {
        if (subjects.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM hard WHERE subject = ?")) {
            for (String subject : subjects) {
                delete.setString(1, subject);
                delete.executeUpdate();
            }
        }
    }
}
