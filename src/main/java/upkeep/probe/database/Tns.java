package upkeep.probe.database;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.Speaker;
import upkeep.target.ProtocolTarget;

/**
 * Asks the listener of an Oracle database whether it is there, as tnsping does. There is no public description of the
 * protocol; the listener answers a ping by refusing the connection.
 */
public final class Tns implements Speaker {

    private static final int CONNECT = 1;
    private static final int REFUSE = 4;
    private static final int RESEND = 11;
    private static final int HEADER = 8;
    private static final int HEAD = 58;
    private static final String PING = "(CONNECT_DATA=(COMMAND=ping))";

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        try {
            channel.await("the answer to a ping");
            channel.send(ping(), () -> List.of(PING));
            Packet answer = read(channel);
            if (answer.type() == RESEND) {
                channel.send(ping(), () -> List.of(PING));
                answer = read(channel);
            }
            if (answer.type() != REFUSE) {
                throw new Malformed("answered a ping with a packet of type " + answer.type() + ", not " + REFUSE);
            }
            channel.findings().reached(Depth.QUERY);
            channel.findings().found("answer", reason(answer.body()));
            return "answered a ping";
        } catch (Malformed wrong) {
            throw channel.sick(FailureKind.PROTOCOL, wrong.text());
        }
    }

    private record Packet(int type, ByteReader body) {}

    private static Packet read(Channel channel) throws IOException, Malformed {
        ByteReader header = new ByteReader(channel.bytes(HEADER));
        int length = (int) header.big(2);
        header.skip(2);
        int type = header.octet();
        if (length < HEADER) {
            throw new Malformed("announced a packet of " + length + " bytes: it is no listener");
        }
        return new Packet(type, new ByteReader(channel.bytes(length - HEADER)));
    }

    /** What the listener says: {@code (DESCRIPTION=(TMP=)(VSNNUM=…)(ERR=0)(ALIAS=LISTENER))}. */
    private static String reason(ByteReader body) throws Malformed {
        body.skip(2);
        return body.part(body.big(2)).text();
    }

    /** A connect packet of version 3.10, readable by versions from 3.0 on. */
    private static byte[] ping() {
        byte[] data = PING.getBytes(StandardCharsets.US_ASCII);
        return new ByteWriter()
                .big(HEAD + data.length, 2)
                .big(0, 2)
                .octet(CONNECT)
                .octet(0)
                .big(0, 2)
                .big(310, 2)
                .big(300, 2)
                .big(0, 2)
                .big(2_048, 2)
                .big(32_767, 2)
                .big(0x7f08, 2)
                .big(0, 2)
                .big(1, 2)
                .big(data.length, 2)
                .big(HEAD, 2)
                .bytes(new byte[HEAD - 28])
                .bytes(data)
                .toBytes();
    }
}
