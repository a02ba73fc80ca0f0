package upkeep.probe.clock;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import upkeep.probe.run.Words;

/** Replies of chronyd(8) to the questions of chronyc(1), protocol version 6 (candm.h). Pure functions of bytes. */
final class ChronyReply {

    static final int TRACKING = 33;
    static final int SOURCE_COUNT = 14;
    static final int SOURCE = 15;

    /** A reply to {@link #TRACKING}, the longest; no request may be shorter than its reply. */
    private static final int LONGEST = 104;

    private static final int HEADER = 28;
    private static final List<String> CONDITIONS =
            List.of("selected", "not selectable", "falseticker", "too jittery", "not selected", "selectable");

    private ChronyReply() {}

    /** A request; {@code index} is which source is meant. */
    static byte[] request(int command, int sequence, int index) {
        ByteBuffer request = ByteBuffer.allocate(LONGEST);
        request.put((byte) 6).put((byte) 1).putShort(4, (short) command);
        return request.putInt(8, sequence).putInt(20, index).array();
    }

    /**
     * What follows the header, if this is the reply to that request.
     *
     * @throws IOException with what chronyd has against it
     */
    static Optional<ByteBuffer> body(byte[] reply, int command, int sequence) throws IOException {
        ByteBuffer read = ByteBuffer.wrap(reply);
        if (reply.length < HEADER || reply[1] != 2 || read.getShort(4) != command || read.getInt(16) != sequence) {
            return Optional.empty();
        }
        int status = read.getShort(8);
        if (reply[0] != 6 || status != 0) {
            throw new IOException(
                    reply[0] != 6
                            ? "it speaks version " + reply[0] + " of the protocol of chronyc, wanted 6"
                            : "it refused the question with status " + status);
        }
        return Optional.of(read.slice(HEADER, reply.length - HEADER));
    }

    /** How many sources there are. */
    static int sourceCount(ByteBuffer body) throws IOException {
        need(body, 4);
        return body.getInt(0);
    }

    static ClockSource source(ByteBuffer body) throws IOException {
        need(body, 48);
        int state = body.getShort(24);
        int mode = body.getShort(26);
        int reach = body.getShort(30) & 0xff;
        String condition = state >= 0 && state < CONDITIONS.size() ? CONDITIONS.get(state) : "state " + state;
        return new ClockSource(
                mode == 2 ? referenceClock(body) : address(body, 0),
                condition,
                state == 0,
                body.getShort(22) & 0xffff,
                reach,
                // Here it is the local clock that is ahead where the sign is plus.
                -ChronyFloat.of(body.getInt(40)),
                reach == 0 ? "it has not answered any of the last eight polls" : "");
    }

    /** What is told of the clock, with the sources that were asked for beside. */
    static ClockReport tracking(ByteBuffer body, List<ClockSource> sources) throws IOException {
        need(body, 76);
        int stratum = body.getShort(24) & 0xffff;
        int leap = body.getShort(26);
        return new ClockReport(
                "chronyd",
                leap != 3 && stratum > 0 && stratum < 16,
                stratum,
                ChronyFloat.of(body.getInt(40)),
                OptionalDouble.of(ChronyFloat.of(body.getInt(48))),
                ChronyFloat.of(body.getInt(64)),
                ChronyFloat.of(body.getInt(68)),
                sources);
    }

    private static void need(ByteBuffer body, int length) throws IOException {
        if (body.remaining() < length) {
            throw new IOException("its reply is too short");
        }
    }

    private static String address(ByteBuffer body, int at) throws IOException {
        byte[] octets = new byte[16];
        body.get(at, octets);
        int family = body.getShort(at + 16);
        return switch (family) {
            case 1 -> InetAddress.getByAddress(Arrays.copyOf(octets, 4)).getHostAddress();
            case 2 -> InetAddress.getByAddress(octets).getHostAddress();
            default -> "a source without address";
        };
    }

    /** Its name of four characters stands where others have their address. */
    private static String referenceClock(ByteBuffer body) {
        byte[] octets = new byte[4];
        body.get(0, octets);
        return Words.printable(new String(octets, StandardCharsets.ISO_8859_1).replace("\0", ""), 4);
    }
}
