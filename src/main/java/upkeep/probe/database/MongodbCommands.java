package upkeep.probe.database;

import java.io.IOException;
import java.util.List;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;

/**
 * Asks a MongoDB server to do something and reads the answer. The first question is put the old way (OP_QUERY), which every
 * version understands, and what follows in the new one (OP_MSG) if the server has it.
 */
final class MongodbCommands {

    private static final int OP_REPLY = 1;
    private static final int OP_QUERY = 2004;
    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;

    private final Channel channel;
    private boolean newWay;
    private int number;

    MongodbCommands(Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    /** From now on in the new way. */
    void goOnTheNewWay() {
        newWay = true;
    }

    /** The answer of {@code database} to a command; {@code shown} is what the trace gets. */
    Bson.Fields ask(String database, Bson command, String shown) throws IOException, Malformed {
        number++;
        ByteWriter body = newWay
                ? new ByteWriter()
                        .little(0, 4)
                        .octet(0)
                        .bytes(command.with("$db", database).toBytes())
                : new ByteWriter()
                        .little(4, 4)
                        .textAndZero(database + ".$cmd")
                        .little(0, 4)
                        .little(-1, 4)
                        .bytes(command.toBytes());
        byte[] message = new ByteWriter()
                .little(HEADER + body.size(), 4)
                .little(number, 4)
                .little(0, 4)
                .little(newWay ? OP_MSG : OP_QUERY, 4)
                .bytes(body.toBytes())
                .toBytes();
        channel.send(message, () -> List.of(shown));
        return answer();
    }

    private Bson.Fields answer() throws IOException, Malformed {
        ByteReader header = new ByteReader(channel.bytes(HEADER));
        long length = header.little(4) - HEADER;
        header.skip(4);
        long question = header.little(4);
        long kind = header.little(4);
        if (kind != (newWay ? OP_MSG : OP_REPLY)) {
            throw new Malformed("answered with a message of kind " + kind + ": it is no MongoDB server");
        }
        if (question != number || length < 0 || length > Channel.MOST) {
            throw new Malformed("answered with a message that belongs to no question");
        }
        ByteReader body = new ByteReader(channel.bytes((int) length));
        if (newWay) {
            body.skip(4);
            if (body.octet() != 0) {
                throw new Malformed("answered without a document");
            }
        } else {
            body.skip(16);
            if (body.little(4) < 1) {
                throw new Malformed("answered without a document");
            }
        }
        return Bson.Fields.read(body);
    }
}
