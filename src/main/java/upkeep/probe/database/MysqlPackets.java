package upkeep.probe.database;

import java.io.IOException;
import java.util.List;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;

/** The packets of a connection with a MySQL server: three bytes of length, a number that counts up, and what is said. */
final class MysqlPackets {

    private final Channel channel;
    private int sequence;

    MysqlPackets(Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    ByteReader read() throws IOException, Malformed {
        ByteReader header = new ByteReader(channel.bytes(4));
        int length = (int) header.little(3);
        sequence = header.octet() + 1;
        return new ByteReader(channel.bytes(length));
    }

    /** Goes on in the conversation; {@code shown} is what the trace gets. */
    void send(byte[] payload, String shown) throws IOException {
        byte[] packet = new ByteWriter()
                .little(payload.length, 3)
                .octet(sequence++)
                .bytes(payload)
                .toBytes();
        channel.send(packet, () -> List.of(shown));
    }

    /** Begins with something new. */
    void command(int command, String argument) throws IOException {
        sequence = 0;
        send(
                new ByteWriter().octet(command).text(argument).toBytes(),
                "command " + command + " " + Words.printable(argument, 500));
    }
}
