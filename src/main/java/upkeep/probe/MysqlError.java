package upkeep.probe;

/** An error that a MySQL server answers with; 1040 says that it has too many connections. */
record MysqlError(int code, String message) {

    /** The first byte of the packet. */
    static final int MARK = 0xff;

    static MysqlError read(ByteReader packet) throws Malformed {
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
