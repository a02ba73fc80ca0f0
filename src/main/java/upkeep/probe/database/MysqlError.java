package upkeep.probe.database;

import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Malformed;

/** An error that a MySQL server answers with; 1040 says that it has too many connections. */
public record MysqlError(int code, String message) {

    /** The first byte of the packet. */
    static final int MARK = 0xff;

    public static MysqlError read(ByteReader packet) throws Malformed {
        packet.skip(1);
        int code = (int) packet.little(2);
        if (packet.peek() == '#') {
            packet.skip(6);
        }
        return new MysqlError(code, packet.text());
    }

    /** For people. */
    String text() {
        return "error " + code + ", " + Words.printable(message, 200);
    }
}
