package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.alert.Case;
import upkeep.alert.DeskState;
import upkeep.alert.DeskState.Healed;
import upkeep.alert.Group;
import upkeep.alert.GroupKey;
import upkeep.alert.News;
import upkeep.alert.Silence;
import upkeep.store.codec.Codec;
import upkeep.store.codec.CodecException;

/** What the desk of alerts knows, as the one row of a table. */
final class DeskTable {

    /** A desk's state in a form whose maps have texts and numbers for keys. */
    record Form(
            SortedMap<String, Case> cases,
            List<Grouped> groups,
            SortedMap<String, List<Instant>> sent,
            SortedMap<Long, Silence> silences,
            SortedMap<Long, News> news,
            SortedMap<String, Healed> healed,
            Optional<Instant> digest,
            long lastNumber,
            long lastEntry,
            long lastIncident) {

        /** A group with its key. */
        record Grouped(GroupKey key, Group group) {}

        static Form of(DeskState state) {
            List<Grouped> groups = new ArrayList<>();
            state.groups().forEach((key, group) -> groups.add(new Grouped(key, group)));
            return new Form(
                    state.cases(),
                    groups,
                    state.sent(),
                    state.silences(),
                    state.news(),
                    state.healed(),
                    state.digest(),
                    state.lastNumber(),
                    state.lastEntry(),
                    state.lastIncident());
        }

        DeskState state() {
            SortedMap<GroupKey, Group> all = new TreeMap<>();
            groups.forEach(each -> all.put(each.key(), each.group()));
            return new DeskState(cases, all, sent, silences, news, healed, digest, lastNumber, lastEntry, lastIncident);
        }
    }

    /** Read by every later upkeep, so it has no format of its own. */
    static final Codec<Form> CODEC = Codec.of(Form.class);

    private DeskTable() {}

    static void save(Connection connection, DeskState state) throws SQLException {
        try (PreparedStatement save =
                connection.prepareStatement("INSERT OR REPLACE INTO desk (id, state) VALUES (0, ?)")) {
            save.setString(1, CODEC.text(Form.of(state)));
            save.executeUpdate();
        }
    }

    static Optional<DeskState> load(Connection connection) throws SQLException, CodecException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT state FROM desk")) {
            return row.next()
                    ? Optional.of(CODEC.readOver(Form.of(DeskState.EMPTY), row.getString(1))
                            .state())
                    : Optional.empty();
        }
    }
}
