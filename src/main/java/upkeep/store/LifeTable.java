package upkeep.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Lives of upkeepd as rows. */
final class LifeTable {

    private LifeTable() {}

    /** The number that the life got, from 1 on. */
    static long insert(Connection connection, Life life, long firstInput) throws SQLException {
        long number = 1 + InputTable.number(connection, "SELECT coalesce(max(number), 0) FROM life");
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO life (number, first, wall, version, format, boot, plan, beginning)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setLong(1, number);
            insert.setLong(2, firstInput);
            insert.setLong(3, Columns.micros(life.beginning().at().wall()));
            insert.setString(4, life.version());
            insert.setString(5, life.format());
            insert.setString(6, life.boot());
            insert.setLong(7, new PlanTable(connection).number(life.plan()));
            insert.setBytes(8, Compressed.pack(Formats.BEGINNING.text(life.beginning())));
            insert.executeUpdate();
        }
        return number;
    }
}
