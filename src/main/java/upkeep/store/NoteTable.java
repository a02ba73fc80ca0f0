package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Notes as rows, one for each subject and key. */
final class NoteTable {

    /** The step that brought the table. */
    static final int SINCE = 3;

    private NoteTable() {}

    static void save(Connection connection, Collection<Note> notes) throws SQLException {
        try (PreparedStatement save =
                connection.prepareStatement("INSERT OR REPLACE INTO note (subject, key, value) VALUES (?, ?, ?)")) {
            for (Note note : notes) {
                save.setString(1, note.subject());
                save.setString(2, note.key());
                save.setString(3, note.value());
                save.executeUpdate();
            }
        }
    }

    static void delete(Connection connection, Collection<String> subjects) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM note WHERE subject = ?")) {
            for (String subject : subjects) {
                delete.setString(1, subject);
                delete.executeUpdate();
            }
        }
    }

    static List<Note> load(Connection connection) throws SQLException {
        List<Note> notes = new ArrayList<>();
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT subject, key, value FROM note ORDER BY subject, key")) {
            while (row.next()) {
                notes.add(new Note(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        return notes;
    }
}
