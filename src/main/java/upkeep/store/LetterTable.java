package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Letters as rows, one for each message and receiver. */
final class LetterTable {

    /** The step that brought the table, and that of the desk. */
    static final int SINCE = 4;

    private LetterTable() {}

    static void save(Connection connection, Collection<Letter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        try (PreparedStatement save = connection.prepareStatement(
                "INSERT OR REPLACE INTO letter (number, receiver, at, passed_on, text) VALUES (?, ?, ?, ?, ?)")) {
            for (Letter letter : letters) {
                save.setLong(1, letter.number());
                save.setString(2, letter.receiver());
                save.setLong(3, Columns.micros(letter.at()));
                save.setInt(4, letter.passedOn() ? 1 : 0);
                save.setString(5, letter.text());
                save.executeUpdate();
            }
        }
    }

    static void delete(Connection connection, Collection<Letter> letters) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM letter WHERE number = ? AND receiver = ?")) {
            for (Letter letter : letters) {
                delete.setLong(1, letter.number());
                delete.setString(2, letter.receiver());
                delete.executeUpdate();
            }
        }
    }

    /** All, in the order of their numbers. */
    static List<Letter> load(Connection connection) throws SQLException {
        List<Letter> letters = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT number, receiver, at, passed_on, text FROM letter ORDER BY number, receiver")) {
            while (row.next()) {
                letters.add(new Letter(
                        row.getLong(1),
                        row.getString(2),
                        Columns.instant(row.getLong(3)),
                        row.getInt(4) != 0,
                        row.getString(5)));
            }
        }
        return letters;
    }
}
