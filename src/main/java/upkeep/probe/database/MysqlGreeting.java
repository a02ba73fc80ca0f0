package upkeep.probe.database;

import java.util.Arrays;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Malformed;

/**
 * What a MySQL server says first (protocol version 10).
 *
 * @param capabilities as bits, {@code CLIENT_*} of the protocol
 * @param nonce the 20 bytes that a password is hashed with
 * @param plugin the method of login it begins with; empty where it says none
 */
@SuppressWarnings("ArrayRecordComponent") // Greetings are not compared.
public record MysqlGreeting(String version, long capabilities, byte[] nonce, String plugin) {

    static final long CONNECT_WITH_DATABASE = 0x8;
    static final long PROTOCOL_41 = 0x200;
    static final long TLS = 0x800;
    static final long SECURE_CONNECTION = 0x8000;
    static final long PLUGIN = 0x80000;

    /** MariaDB puts a version before its own that old replicas understand. */
    private static final String MARIADB_PREFIX = "^5\\.5\\.5-(?=.*MariaDB)";

    private static final int FIRST_PART = 8;
    private static final int NONCE = 20;

    public static MysqlGreeting read(ByteReader packet) throws Malformed {
        int protocol = packet.octet();
        if (protocol != 10) {
            throw new Malformed("greeted in version " + protocol + " of the protocol, not 10: it is no MySQL server");
        }
        String version = packet.textToZero().replaceFirst(MARIADB_PREFIX, "");
        packet.skip(4);
        byte[] nonce = Arrays.copyOf(packet.take(FIRST_PART), NONCE);
        packet.skip(1);
        long capabilities = packet.little(2);
        packet.skip(3);
        capabilities |= packet.little(2) << 16;
        packet.skip(11);
        System.arraycopy(packet.take(NONCE - FIRST_PART), 0, nonce, FIRST_PART, NONCE - FIRST_PART);
        if ((capabilities & (PROTOCOL_41 | SECURE_CONNECTION)) != (PROTOCOL_41 | SECURE_CONNECTION)) {
            throw new Malformed("greeted as a server before MySQL 4.1, which upkeep does not speak with");
        }
        String plugin = "";
        if ((capabilities & PLUGIN) != 0 && packet.remaining() > 1) {
            packet.skip(1);
            plugin = packet.text().replaceFirst("\0.*\\z", "");
        }
        return new MysqlGreeting(version, capabilities, nonce, plugin);
    }

    boolean offers(long capability) {
        return (capabilities & capability) != 0;
    }
}
