package upkeep.probe.socket;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Echo requests and replies (RFC 792, RFC 4443): type, code, checksum, identifier, sequence number, and data that begin
 * with a number at random, by which a reply is known to be ours.
 */
final class EchoMessage {

    /** Of the message before its data. */
    static final int HEADER = 8;

    private EchoMessage() {}

    /** A request with {@code size} bytes of data, 8 at least. */
    static byte[] request(boolean isVersion6, int identifier, int sequence, long cookie, int size) {
        ByteBuffer message = ByteBuffer.allocate(HEADER + size);
        message.put((byte) (isVersion6 ? 128 : 8)).put((byte) 0).putShort((short) 0);
        message.putShort((short) identifier).putShort((short) sequence).putLong(cookie);
        for (int i = message.position(); i < message.limit(); i++) {
            message.put((byte) i);
        }
        // For version 6 the kernel fills it in, since the addresses are part of it.
        message.putShort(2, (short) (isVersion6 ? 0 : checksum(message.array())));
        return message.array();
    }

    /** The sequence number of a reply to our requests; nothing for any other message. */
    static OptionalInt sequence(byte[] message, boolean isVersion6, long cookie) {
        if (message.length < HEADER + Long.BYTES) {
            return OptionalInt.empty();
        }
        ByteBuffer read = ByteBuffer.wrap(message);
        boolean isReply = (message[0] & 0xff) == (isVersion6 ? 129 : 0) && message[1] == 0;
        return isReply && read.getLong(HEADER) == cookie
                ? OptionalInt.of(read.getShort(6) & 0xffff)
                : OptionalInt.empty();
    }

    /** That of RFC 1071. */
    static int checksum(byte[] message) {
        byte[] even = Arrays.copyOf(message, message.length + message.length % 2);
        int sum = 0;
        for (int i = 0; i < even.length; i += 2) {
            sum += ((even[i] & 0xff) << 8) | (even[i + 1] & 0xff);
        }
        sum = (sum & 0xffff) + (sum >>> 16);
        return ~(sum + (sum >>> 16)) & 0xffff;
    }
}
