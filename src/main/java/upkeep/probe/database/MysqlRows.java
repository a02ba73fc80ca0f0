package upkeep.probe.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Stop;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;

/** Asks a MySQL server something and reads the rows it answers with. */
final class MysqlRows {

    private static final int QUERY = 0x03;
    private static final int OK = 0x00;
    private static final int FILE_WANTED = 0xfb;
    private static final int END = 0xfe;
    private static final int NULL = 0xfb;
    private static final int MOST_COLUMNS = 4_096;

    private MysqlRows() {}

    /** The server answered with an error. */
    static final class Refused extends Exception {
        private final MysqlError error;

        Refused(MysqlError error) {
            super(error.text(), null, false, false);
            this.error = error;
        }

        int code() {
            return error.code();
        }

        String error() {
            return error.text();
        }

        Stop in(Channel channel) {
            return channel.sick(FailureKind.STATUS, "answered the query with " + error.text());
        }
    }

    /** A row by its columns. */
    record Row(List<String> names, List<Optional<byte[]>> fields) {

        FirstField first() {
            return fields.getFirst().map(FirstField::of).orElseGet(FirstField::none);
        }

        /** All fields that are not null, by name. */
        Map<String, String> texts() {
            Map<String, String> texts = new HashMap<>();
            for (int i = 0; i < fields.size(); i++) {
                String name = names.get(i);
                fields.get(i).ifPresent(field -> texts.put(name, new String(field, StandardCharsets.UTF_8)));
            }
            return texts;
        }
    }

    /** At most {@code most} rows; if there are more, nothing can be asked on this connection any more. */
    static List<Row> asked(String query, int most, MysqlPackets packets) throws IOException, Malformed, Refused {
        packets.command(QUERY, query);
        ByteReader first = packets.read();
        return switch (first.peek()) {
            case MysqlError.MARK -> throw new Refused(MysqlError.read(first));
            case OK -> List.of();
            case FILE_WANTED -> throw new Malformed("wanted a file of this machine for a query");
            default -> rows(columns(first, packets), most, packets);
        };
    }

    private static List<String> columns(ByteReader first, MysqlPackets packets) throws IOException, Malformed {
        long count = length(first);
        if (count < 1 || count > MOST_COLUMNS) {
            throw new Malformed("answered with " + count + " columns");
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ByteReader column = packets.read();
            for (int before = 0; before < 4; before++) {
                column.skip(length(column));
            }
            names.add(new String(column.take(length(column)), StandardCharsets.UTF_8));
        }
        if (packets.read().peek() != END) {
            throw new Malformed("did not end the list of columns");
        }
        return names;
    }

    private static List<Row> rows(List<String> names, int most, MysqlPackets packets)
            throws IOException, Malformed, Refused {
        List<Row> rows = new ArrayList<>();
        while (true) {
            ByteReader packet = packets.read();
            if (packet.peek() == MysqlError.MARK) {
                throw new Refused(MysqlError.read(packet));
            }
            if (packet.peek() == END && packet.remaining() < 9) {
                return rows;
            }
            List<Optional<byte[]>> fields = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                fields.add(field(packet));
            }
            rows.add(new Row(names, fields));
            if (rows.size() == most) {
                return rows;
            }
        }
    }

    private static Optional<byte[]> field(ByteReader packet) throws Malformed {
        if (packet.peek() == NULL) {
            packet.skip(1);
            return Optional.empty();
        }
        return Optional.of(packet.take(length(packet)));
    }

    /** A number whose first byte says how many follow. */
    private static long length(ByteReader packet) throws Malformed {
        int first = packet.octet();
        return switch (first) {
            case 0xfc -> packet.little(2);
            case 0xfd -> packet.little(3);
            case 0xfe -> packet.little(8);
            case 0xfb, 0xff -> throw new Malformed("sent a wrong length");
            default -> first;
        };
    }
}
