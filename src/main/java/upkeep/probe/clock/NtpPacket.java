package upkeep.probe.clock;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The 48 bytes of an NTP packet (RFC 5905 section 7.3); extension fields and authentication behind them are not looked at.
 *
 * @param leap 0 to 3; 3 says that the sender is not synchronised
 * @param stratum 0 unspecified or a kiss-o'-death, 1 a reference clock, up to 15, 16 not synchronised
 * @param precision of the sender's clock, as a power of two in seconds
 * @param rootDelay to the reference clock and back, seconds
 * @param rootDispersion the error collected on that way, seconds
 * @param referenceId four octets, whose meaning depends on the stratum
 * @param reference when the sender's clock was last set or corrected
 * @param origin the transmit timestamp of the question
 */
record NtpPacket(
        int leap,
        int version,
        int mode,
        int stratum,
        int precision,
        double rootDelay,
        double rootDispersion,
        int referenceId,
        long reference,
        long origin,
        long receive,
        long transmit) {

    static final int SIZE = 48;
    static final int MODE_SERVER = 4;
    private static final int CLIENT_VERSION_4 = (4 << 3) | 3;

    /**
     * A client's question. Nothing of our own clock is in it: the transmit timestamp is a random number that the answer
     * must repeat, so that nobody who does not see the question can forge one.
     */
    static byte[] question(long cookie) {
        ByteBuffer packet = ByteBuffer.allocate(SIZE);
        packet.put(0, (byte) CLIENT_VERSION_4);
        packet.putLong(40, cookie);
        return packet.array();
    }

    /** The packet in the first {@code length} bytes, or nothing if they are too few. */
    static Optional<NtpPacket> parse(byte[] bytes, int length) {
        if (length < SIZE) {
            return Optional.empty();
        }
        ByteBuffer packet = ByteBuffer.wrap(bytes, 0, length);
        int first = packet.get(0) & 0xff;
        return Optional.of(new NtpPacket(
                first >> 6,
                (first >> 3) & 7,
                first & 7,
                packet.get(1) & 0xff,
                packet.get(3),
                (packet.getInt(4) & 0xffff_ffffL) / 65_536.0,
                (packet.getInt(8) & 0xffff_ffffL) / 65_536.0,
                packet.getInt(12),
                packet.getLong(16),
                packet.getLong(24),
                packet.getLong(32),
                packet.getLong(40)));
    }

    /** The reference id as four letters, without padding: a reference clock ({@code GPS}) or a kiss code. */
    String code() {
        byte[] octets = ByteBuffer.allocate(4).putInt(referenceId).array();
        StringBuilder code = new StringBuilder();
        for (byte octet : octets) {
            if (octet > ' ' && octet < 0x7f) {
                code.append((char) octet);
            }
        }
        return code.toString();
    }

    /** Where the sender has its time from, in words. */
    String source() {
        if (stratum <= 1) {
            return code().isEmpty() ? "an unnamed clock" : "reference clock " + code();
        }
        byte[] octets = ByteBuffer.allocate(4).putInt(referenceId).array();
        try {
            // For a source on IPv6 the four octets are a digest of its address; there is no telling.
            return "source " + InetAddress.getByAddress(octets).getHostAddress();
        } catch (UnknownHostException impossible) {
            return "source " + new String(octets, StandardCharsets.ISO_8859_1);
        }
    }
}
