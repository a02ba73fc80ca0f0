package upkeep.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.core.Event;
import upkeep.store.codec.MomentChain;

/**
 * Inputs as blocks: JSON lines, an event each, packed. A line that begins with {@code [} is the moment from which the
 * next one counts (see {@link MomentChain}). What is written is a small block at first; once enough of them have gathered
 * they become one, which packs better. Belongs to one connection, and is used under its lock.
 */
final class InputTable {

    /** So many inputs, or so many bytes of their text, make a whole block. */
    static final int WHOLE = 1_000;

    static final int WHOLE_BYTES = 256 << 10;

    /** The life that inputs belong to; its row is written together with the first of them. */
    private @Nullable Life life;

    private long lifeNumber;

    /** Small blocks that will become one. */
    private @Nullable Tail tail;

    /** Numbers of plans that are known to be there. */
    private @Nullable PlanTable plans;

    private static final class Tail {
        final long plan;
        final long first;
        final long wallFirst;
        long next;
        final ByteArrayOutputStream lines = new ByteArrayOutputStream();
        final MomentChain chain = new MomentChain();

        Tail(long plan, Input input) {
            this.plan = plan;
            this.first = input.number();
            this.next = first;
            this.wallFirst = Columns.roughMicros(input.event().at().wall());
        }

        boolean isWhole() {
            return next - first >= WHOLE || lines.size() >= WHOLE_BYTES;
        }
    }

    void begin(Life next) {
        life = next;
        lifeNumber = 0;
        forget();
    }

    /** To be called when what was written last was rolled back. */
    void rolledBack(long numberBefore) {
        lifeNumber = numberBefore;
        forget();
    }

    /** To be called when rows may have gone. */
    void forget() {
        tail = null;
        plans = null;
    }

    long lifeNumber() {
        return lifeNumber;
    }

    void write(Connection connection, List<Input> inputs, Optional<Checkpoint> checkpoint) throws SQLException {
        if (inputs.isEmpty() && checkpoint.isEmpty()) {
            return;
        }
        if (life == null) {
            throw new IllegalStateException("inputs of no life");
        }
        if (lifeNumber == 0) {
            long first = inputs.isEmpty()
                    ? checkpoint.orElseThrow().after() + 1
                    : inputs.getFirst().number();
            lifeNumber = LifeTable.insert(connection, life, first);
            MetaTable.put(connection, Ledger.BOOT, life.boot());
        }
        PlanTable known = plans == null ? new PlanTable(connection) : plans;
        plans = known;
        int from = 0;
        while (from < inputs.size()) {
            from = writeSome(connection, known, inputs, from);
        }
        if (checkpoint.isPresent()) {
            write(connection, known, checkpoint.get());
        }
    }

    /** Writes inputs that follow each other under one plan, up to a whole block; the index of the first left over. */
    private int writeSome(Connection connection, PlanTable known, List<Input> inputs, int from) throws SQLException {
        Input first = inputs.get(from);
        long plan = known.number(first.plan());
        Tail into = tail;
        if (into == null || into.plan != plan || into.next != first.number() || into.isWhole()) {
            into = new Tail(plan, first);
            tail = into;
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        if (into.next > into.first) {
            into.chain.last().ifPresent(moment -> Formats.MOMENT.write(moment, new MomentChain(), head));
            head.write('\n');
        }
        int next = from;
        Event last = first.event();
        while (next < inputs.size() && !into.isWhole()) {
            Input input = inputs.get(next);
            if (input.number() != into.next || !input.plan().equals(first.plan())) {
                break;
            }
            Formats.EVENT.write(input.event(), into.chain, lines);
            lines.write('\n');
            into.next++;
            last = input.event();
            next++;
            if (lines.size() + into.lines.size() >= WHOLE_BYTES) {
                break;
            }
        }
        boolean isFirst = into.lines.size() == 0;
        into.lines.writeBytes(lines.toByteArray());
        if (into.isWhole() && !isFirst) {
            delete(connection, into.first);
            insert(connection, into, into.first, into.wallFirst, last, Compressed.pack(into.lines.toByteArray()));
        } else {
            head.writeBytes(lines.toByteArray());
            insert(
                    connection,
                    into,
                    first.number(),
                    Columns.roughMicros(first.event().at().wall()),
                    last,
                    into.isWhole() ? Compressed.pack(head.toByteArray()) : Compressed.packQuickly(head.toByteArray()));
        }
        return next;
    }

    private void insert(Connection connection, Tail of, long first, long wallFirst, Event last, byte[] packed)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("""
                INSERT INTO input_block (first, count, life, plan, wall_first, wall_last, payload)
                VALUES (?, ?, ?, ?, ?, ?, ?)""")) {
            insert.setLong(1, first);
            insert.setLong(2, of.next - first);
            insert.setLong(3, lifeNumber);
            insert.setLong(4, of.plan);
            insert.setLong(5, wallFirst);
            insert.setLong(6, Columns.roughMicros(last.at().wall()));
            insert.setBytes(7, packed);
            insert.executeUpdate();
        }
    }

    private static void delete(Connection connection, long from) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM input_block WHERE first >= ?")) {
            delete.setLong(1, from);
            delete.executeUpdate();
        }
    }

    private void write(Connection connection, PlanTable known, Checkpoint checkpoint) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO checkpoint (after, life, plan, wall, state) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, checkpoint.after());
            insert.setLong(2, lifeNumber);
            insert.setLong(3, known.number(checkpoint.plan()));
            insert.setLong(4, Columns.micros(checkpoint.at()));
            insert.setBytes(
                    5, Compressed.pack(Formats.STATE.text(checkpoint.state()).getBytes(StandardCharsets.UTF_8)));
            insert.executeUpdate();
        }
    }

    /** The highest number ever given to an input that was written, 0 if there was none. */
    static long lastNumber(Connection connection) throws SQLException {
        return number(connection, """
                SELECT max(
                  coalesce((SELECT max(first + count - 1) FROM input_block), 0),
                  coalesce((SELECT max(after) FROM checkpoint), 0),
                  coalesce((SELECT max(first) - 1 FROM life), 0))""");
    }

    /**
     * Drops the inputs of before {@code oldest}, but only whole stretches, each up to a point where replay can begin.
     *
     * @return how many blocks were dropped
     */
    static int deleteOld(Connection connection, Instant oldest) throws SQLException {
        long young = number(
                connection,
                "SELECT coalesce(min(first), 9223372036854775807) FROM input_block WHERE wall_last >= ?",
                Columns.micros(oldest));
        return deleteBefore(
                connection, number(connection, "SELECT max(start) FROM (" + STARTS + ") WHERE start <= ?", young));
    }

    /**
     * Drops the oldest stretch, up to the next point where replay can begin; or all if there is no such point.
     *
     * @return how many blocks were dropped
     */
    static int deleteOldest(Connection connection) throws SQLException {
        // At least one block: the oldest may begin before such a point and end after it.
        long end = number(connection, "SELECT coalesce(first + count, 0) FROM input_block ORDER BY first LIMIT 1");
        return deleteBefore(
                connection,
                number(
                        connection,
                        "SELECT coalesce(min(start), 9223372036854775807) FROM (" + STARTS + ") WHERE start >= ?",
                        end));
    }

    /** The numbers of the first inputs after each point where replay can begin. */
    private static final String STARTS = "SELECT first AS start FROM life UNION ALL SELECT after + 1 FROM checkpoint";

    private static int deleteBefore(Connection connection, long start) throws SQLException {
        int dropped = execute(connection, "DELETE FROM input_block WHERE first + count <= ?", start);
        execute(connection, "DELETE FROM checkpoint WHERE after + 1 < ?", start);
        // Of the life that goes on at the start its row is still needed, and so is the newest.
        execute(connection, """
                DELETE FROM life WHERE number < (
                  SELECT coalesce(max(number), 0) FROM life WHERE first <= ?)""", start);
        if (dropped > 0) {
            PlanTable.tidy(connection);
        }
        return dropped;
    }

    private static int execute(Connection connection, String sql, long argument) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, argument);
            return statement.executeUpdate();
        }
    }

    static long number(Connection connection, String sql, long... arguments) throws SQLException {
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
