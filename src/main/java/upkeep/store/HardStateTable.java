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
import upkeep.core.HardState;
import upkeep.core.HardState.Hold;
import upkeep.core.HardState.Incident;
import upkeep.core.HardState.Intent;

/** Hard states as rows, one a service. */
final class HardStateTable {

    private HardStateTable() {}

    static void save(Connection connection, List<HardState> states) throws SQLException {
        if (states.isEmpty()) {
            return;
        }
        try (PreparedStatement save = connection.prepareStatement("""
                INSERT OR REPLACE INTO hard_state
                  (service, intent, hold_until, hold_reason, hold_by, restarts, exhausted,
                   incident, incident_opened, incident_what, hold_with)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)) {
            for (HardState state : states) {
                save.setString(1, state.service());
                save.setString(2, state.intent().name());
                if (state.hold().isPresent()) {
                    Hold hold = state.hold().get();
                    save.setLong(3, Columns.micros(hold.until()));
                    save.setString(4, hold.reason());
                    save.setString(5, hold.by());
                } else {
                    save.setNull(3, Types.INTEGER);
                    save.setNull(4, Types.VARCHAR);
                    save.setNull(5, Types.VARCHAR);
                }
                save.setString(
                        6,
                        Columns.numbers(
                                state.restarts().stream().map(Columns::micros).toList()));
                if (state.exhausted().isPresent()) {
                    save.setLong(7, Columns.micros(state.exhausted().get()));
                } else {
                    save.setNull(7, Types.INTEGER);
                }
                if (state.incident().isPresent()) {
                    Incident incident = state.incident().get();
                    save.setLong(8, incident.number());
                    save.setLong(9, Columns.micros(incident.opened()));
                    save.setString(10, incident.what());
                } else {
                    save.setNull(8, Types.INTEGER);
                    save.setNull(9, Types.INTEGER);
                    save.setNull(10, Types.VARCHAR);
                }
                save.setString(11, state.hold().flatMap(Hold::with).orElse(null));
                save.executeUpdate();
            }
        }
    }

    static List<HardState> load(Connection connection) throws SQLException {
        List<HardState> states = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("""
                        SELECT service, intent, hold_until, hold_reason, hold_by, restarts, exhausted,
                               incident, incident_opened, incident_what, hold_with
                        FROM hard_state ORDER BY service
                        """)) {
            while (row.next()) {
                states.add(state(row));
            }
        }
        return states;
    }

    private static HardState state(ResultSet row) throws SQLException {
        long until = row.getLong(3);
        Optional<Hold> hold = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Hold(
                        Columns.instant(until),
                        row.getString(4),
                        row.getString(5),
                        Optional.ofNullable(row.getString(11))));
        long exhausted = row.getLong(7);
        Optional<Instant> ofExhausted = row.wasNull() ? Optional.empty() : Optional.of(Columns.instant(exhausted));
        long incident = row.getLong(8);
        Optional<Incident> ofIncident = row.wasNull()
                ? Optional.empty()
                : Optional.of(new Incident(incident, Columns.instant(row.getLong(9)), row.getString(10)));
        return new HardState(
                row.getString(1),
                Intent.valueOf(row.getString(2)),
                hold,
                Columns.numbers(row.getString(6)).stream().map(Columns::instant).toList(),
                ofExhausted,
                ofIncident);
    }

    static void delete(Connection connection, String service) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM hard_state WHERE service = ?")) {
            delete.setString(1, service);
            delete.executeUpdate();
        }
    }
}
