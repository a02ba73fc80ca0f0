package upkeep.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.core.Event;
import upkeep.spec.PlanSources;
import upkeep.store.codec.MomentChain;

/**
 * Goes along lives, blocks and checkpoints, a block at a time. Lives and checkpoints are few and listed at the start;
 * what retention drops meanwhile is simply not there any more.
 */
final class RecordingCursor implements Recording.Cursor {

    /** Something that is not an input; it comes before the input of that number. */
    private record Mark(long before, boolean isLife, long number) {}

    private final Connection connection;
    private final Deque<Mark> marks;
    private final Deque<Recorded> ready = new ArrayDeque<>();
    private final Map<Long, PlanSources> plans = new TreeMap<>();
    private final Map<Long, String> formats = new TreeMap<>();
    private long next;

    private RecordingCursor(Connection connection, Deque<Mark> marks, long next) {
        this.connection = connection;
        this.marks = marks;
        this.next = next;
    }

    static RecordingCursor from(Connection connection, Optional<Instant> from) throws SQLException {
        List<Mark> marks = new ArrayList<>();
        long oldest = InputTable.number(connection, "SELECT coalesce(min(first), 0) FROM input_block");
        long start = 0;
        try (PreparedStatement select = connection.prepareStatement("""
                        SELECT first AS before, 1 AS is_life, number, wall FROM life
                        UNION ALL SELECT after + 1, 0, after, wall FROM checkpoint
                        ORDER BY before, is_life, number""");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Mark mark = new Mark(row.getLong(1), row.getInt(2) == 1, row.getLong(3));
                if (mark.before() < oldest) {
                    // The inputs after it were dropped, or some of them.
                    continue;
                }
                boolean isInTime = from.isPresent() && row.getLong(4) <= Columns.roughMicros(from.get());
                if (isInTime) {
                    marks.clear();
                    start = mark.before();
                }
                marks.add(mark);
            }
        }
        // What the first block holds of before the first mark leads nowhere: its beginning was dropped.
        long first = marks.isEmpty() ? start : Math.max(start, marks.getFirst().before());
        return new RecordingCursor(connection, new ArrayDeque<>(marks), first);
    }

    @Override
    public Optional<Recorded> next() throws StoreException {
        try {
            while (ready.isEmpty() && fill()) {
                // A block may be empty of what was asked for.
            }
            return Optional.ofNullable(ready.poll());
        } catch (SQLException failure) {
            throw StoreException.of("read the ledger", failure);
        }
    }

    /** Whether there was more to read. */
    private boolean fill() throws SQLException {
        Optional<Block> block = block();
        Mark mark = marks.peek();
        if (mark != null
                && (block.isEmpty() || mark.before() <= Math.max(block.get().first(), next))) {
            marks.poll();
            (mark.isLife() ? Optional.of(life(mark.number())) : checkpoint(mark.number())).ifPresent(ready::add);
            return true;
        }
        if (block.isEmpty()) {
            return false;
        }
        unpack(block.get());
        return true;
    }

    private record Block(long first, long count, long life, long plan) {}

    private Optional<Block> block() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT first, count, life, plan FROM input_block
                WHERE first + count > ? ORDER BY first LIMIT 1""")) {
            select.setLong(1, next);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(new Block(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                        : Optional.empty();
            }
        }
    }

    /** The inputs of the block up to the next mark; the rest is read again after it. */
    private void unpack(Block block) throws SQLException {
        Mark mark = marks.peek();
        long end = block.first() + block.count();
        long stop = mark == null ? end : Math.min(end, mark.before());
        long from = next;
        next = stop;
        if (!isReadable(block.life())) {
            next = end;
            return;
        }
        try {
            PlanSources plan = plan(block.plan());
            List<byte[]> lines = lines(Compressed.unpack(payload(block.first())));
            MomentChain chain = new MomentChain();
            long number = block.first();
            for (byte[] line : lines) {
                if (line.length > 0 && line[0] == '[') {
                    Formats.MOMENT.read(line, chain);
                    continue;
                }
                Event event = Formats.EVENT.read(line, chain);
                if (number >= from && number < stop) {
                    ready.add(new Recorded.Told(block.life(), new Input(number, plan, event)));
                }
                number++;
            }
            if (number != end) {
                throw new IOException(number - block.first() + " inputs where there were " + block.count());
            }
        } catch (IOException | DateTimeException | IllegalArgumentException e) {
            next = end;
            ready.clear();
            ready.add(new Recorded.Unreadable(
                    block.life(), "the inputs " + block.first() + " to " + (end - 1) + ": " + e.getMessage()));
        }
    }

    private byte[] payload(long first) throws SQLException, IOException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT payload FROM input_block WHERE first = ?")) {
            select.setLong(1, first);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    throw new IOException("they were dropped meanwhile");
                }
                return row.getBytes(1);
            }
        }
    }

    /** Whether this program can read what that life wrote; the life itself told why not. */
    private boolean isReadable(long life) throws SQLException {
        String format = formats.get(life);
        if (format == null) {
            try (PreparedStatement select = connection.prepareStatement("SELECT format FROM life WHERE number = ?")) {
                select.setLong(1, life);
                try (ResultSet row = select.executeQuery()) {
                    format = row.next() ? row.getString(1) : "";
                }
            }
            formats.put(life, format);
        }
        return format.equals(Formats.FORMAT);
    }

    private static List<byte[]> lines(byte[] text) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                lines.add(Arrays.copyOfRange(text, start, i));
                start = i + 1;
            }
        }
        return lines;
    }

    private PlanSources plan(long number) throws SQLException, IOException {
        PlanSources plan = plans.get(number);
        if (plan == null) {
            plan = PlanTable.read(connection, number);
            plans.put(number, plan);
        }
        return plan;
    }

    private Recorded life(long number) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT version, format, boot, plan, beginning, first FROM life WHERE number = ?")) {
            select.setLong(1, number);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return new Recorded.Unreadable(number, "its beginning was dropped meanwhile");
                }
                String format = row.getString(2);
                if (!format.equals(Formats.FORMAT)) {
                    return new Recorded.Unreadable(
                            number,
                            "upkeep " + row.getString(1) + " recorded it in format " + format + ", and this one reads "
                                    + Formats.FORMAT + " alone");
                }
                Life.Beginning beginning = Formats.BEGINNING.read(Compressed.unpackText(row.getBytes(5)));
                Life life = new Life(row.getString(1), format, row.getString(3), plan(row.getLong(4)), beginning);
                return new Recorded.Begun(number, life, row.getLong(6));
            } catch (IOException e) {
                return new Recorded.Unreadable(number, "its beginning: " + e.getMessage());
            }
        }
    }

    /** Nothing for one that was dropped meanwhile, or that another program wrote. */
    private Optional<Recorded> checkpoint(long after) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT life, plan, wall, state FROM checkpoint WHERE after = ?")) {
            select.setLong(1, after);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next() || !isReadable(row.getLong(1))) {
                    return Optional.empty();
                }
                long life = row.getLong(1);
                try {
                    Checkpoint checkpoint = new Checkpoint(
                            after,
                            Columns.instant(row.getLong(3)),
                            plan(row.getLong(2)),
                            Formats.STATE.read(Compressed.unpackText(row.getBytes(4))));
                    return Optional.of(new Recorded.Kept(life, checkpoint));
                } catch (IOException e) {
                    return Optional.of(
                            new Recorded.Unreadable(life, "the state after input " + after + ": " + e.getMessage()));
                }
            }
        }
    }
}
