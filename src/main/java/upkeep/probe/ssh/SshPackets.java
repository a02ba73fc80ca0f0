package upkeep.probe.ssh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;

/** The packets of SSH before anything is encrypted (RFC 4253 section 6). */
final class SshPackets {

    private static final int LONGEST = 35_000;
    private static final int BLOCK = 8;
    private static final int LEAST_PADDING = 4;

    private static final int DISCONNECT = 1;
    private static final int IGNORE = 2;
    private static final int UNIMPLEMENTED = 3;
    private static final int DEBUG = 4;
    private static final int BY_APPLICATION = 11;

    private final Channel channel;

    SshPackets(Channel channel) {
        this.channel = channel;
    }

    void send(byte[] payload, String shown) throws IOException {
        int padding = BLOCK - (5 + payload.length) % BLOCK;
        padding = padding < LEAST_PADDING ? padding + BLOCK : padding;
        byte[] packet = new SshData.Writer()
                .whole(1 + payload.length + padding)
                .octet(padding)
                .raw(payload)
                .raw(new byte[padding])
                .bytes();
        channel.send(packet, () -> List.of(shown));
    }

    /** The next message that is of this number; those that need no answer are passed over. */
    byte[] receive(int number) throws IOException {
        while (true) {
            byte[] payload = receive();
            int type = payload[0] & 0xff;
            if (type == number) {
                return payload;
            }
            if (type == DISCONNECT) {
                throw channel.sick(FailureKind.STATUS, "broke off: \"" + reason(payload) + "\"");
            }
            if (type != IGNORE && type != UNIMPLEMENTED && type != DEBUG) {
                throw channel.unexpected("message " + type, "message " + number);
            }
        }
    }

    private byte[] receive() throws IOException {
        int length = ByteBuffer.wrap(channel.bytes(4)).getInt();
        if (length < 2 + LEAST_PADDING || length > LONGEST) {
            throw channel.sick(
                    FailureKind.PROTOCOL, "announced a packet of " + length + " bytes, which is none of SSH");
        }
        byte[] packet = channel.bytes(length);
        int padding = packet[0] & 0xff;
        if (padding < LEAST_PADDING || padding > length - 2) {
            throw channel.sick(FailureKind.PROTOCOL, "sent a packet of " + length + " bytes with no message within");
        }
        return Arrays.copyOfRange(packet, 1, length - padding);
    }

    private static String reason(byte[] payload) {
        try {
            SshData data = new SshData(payload);
            data.skip(5);
            return Words.printable(data.text(), 100);
        } catch (BufferUnderflowException cut) {
            return "no reason given";
        }
    }

    /** Says that nothing more is wanted. */
    void disconnect() throws IOException {
        byte[] bye = new SshData.Writer()
                .octet(DISCONNECT)
                .whole(BY_APPLICATION)
                .text("checked")
                .text("")
                .bytes();
        send(bye, "disconnect");
    }
}
