package upkeep.probe.clock;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.UdpSocket;

/** Asks chronyd(8) over UDP on loopback, where it answers anybody, what it makes of the clock and of its sources. */
final class ChronyClient {

    private static final int MOST_SENT = 3;
    private static final int MOST_SOURCES = 64;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int port;
    private final Deadline deadline;
    private final Steps steps;

    ChronyClient(int port, Deadline deadline, Steps steps) {
        this.port = port;
        this.deadline = deadline;
        this.steps = steps;
    }

    ClockReport ask() throws Stop {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        String peer = "chronyd at " + Connector.peer(address, port);
        try (UdpSocket socket = UdpSocket.open(address, port, Optional.empty(), steps)) {
            int count = ChronyReply.sourceCount(ask(socket, peer, ChronyReply.SOURCE_COUNT, 0));
            List<ClockSource> sources = new ArrayList<>();
            for (int i = 0; i < Math.min(count, MOST_SOURCES); i++) {
                sources.add(ChronyReply.source(ask(socket, peer, ChronyReply.SOURCE, i)));
            }
            return ChronyReply.tracking(ask(socket, peer, ChronyReply.TRACKING, 0), sources);
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
    }

    private ByteBuffer ask(UdpSocket socket, String peer, int command, int index) throws IOException {
        int sequence = RANDOM.nextInt();
        for (int sent = 0; sent < MOST_SENT && !deadline.hasPassed(); sent++) {
            socket.send(ChronyReply.request(command, sequence, index));
            Deadline part = deadline.share(MOST_SENT - sent);
            Optional<byte[]> datagram = socket.receive(part);
            while (datagram.isPresent()) {
                Optional<ByteBuffer> body = body(datagram.get(), peer, command, sequence);
                if (body.isPresent()) {
                    return body.get();
                }
                datagram = socket.receive(part);
            }
        }
        throw new Stop.Sick(FailureKind.TIMEOUT, peer + " did not answer within " + deadline.text());
    }

    private static Optional<ByteBuffer> body(byte[] datagram, String peer, int command, int sequence) throws Stop {
        try {
            return ChronyReply.body(datagram, command, sequence);
        } catch (IOException refused) {
            throw new Stop.Sick(
                    FailureKind.PROTOCOL, peer + " gives no answer that can be used: " + refused.getMessage());
        }
    }
}
