package upkeep.probe.dns;

import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.probe.wire.Addresses;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.Conversations;
import upkeep.probe.wire.Hexadecimal;
import upkeep.probe.wire.UdpSocket;
import upkeep.target.DnsTarget;
import upkeep.target.DnsTarget.Transport;
import upkeep.target.Endpoint;
import upkeep.target.TlsOptions;

/**
 * Asks name servers one question: over UDP at most {@value #MOST_SENT} times, and over TCP where the answer did not fit;
 * or over TCP or TLS from the start. Each question has an id and a port at random, and only what answers it counts.
 */
final class DnsClient {

    private static final int MOST_SENT = 3;
    private static final int MOST_BOGUS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Addresses addresses;
    private final Conversations conversations;
    private final DnsTarget target;
    private final String name;
    private final Findings findings;

    DnsClient(Addresses addresses, Conversations conversations, DnsTarget target, Findings findings) {
        this.addresses = addresses;
        this.conversations = conversations;
        this.target = target;
        this.name = target.query().orElse(".");
        this.findings = findings;
    }

    /** What one address of a server answered, be it what it may. */
    record Reply(String peer, DnsMessage message) {}

    /** The reply of the first address that answers; where every address must pass, the replies of all. */
    List<Reply> ask(Endpoint.Port server, Deadline deadline) throws Stop {
        if (target.transport() == Transport.UDP) {
            return addresses.ask(server, deadline, findings, (address, part) -> overUdp(address, server, part));
        }
        List<Reply> replies = new ArrayList<>();
        conversations.hold(server, target.tls(), deadline, findings, channel -> {
            replies.add(new Reply(channel.peer(), overChannel(channel)));
            return "";
        });
        return replies;
    }

    private byte[] question(int id) {
        return DnsMessage.question(
                id, name, type(), target.recursion(), target.demands().authenticated());
    }

    private DnsTarget.Type type() {
        return target.type();
    }

    private Reply overUdp(InetAddress address, Endpoint.Port server, Deadline deadline) throws Stop {
        String peer = Connector.peer(address, server.port());
        try (UdpSocket socket = UdpSocket.open(address, server.port(), server.source(), findings.steps())) {
            int id = RANDOM.nextInt(0x10000);
            for (int sent = 0; sent < MOST_SENT && !deadline.hasPassed(); sent++) {
                socket.send(question(id));
                Optional<DnsMessage> answer = await(id, socket, deadline.share(MOST_SENT - sent));
                if (answer.isPresent()) {
                    return answer.get().truncated()
                            ? new Reply(peer, again(address, server, deadline))
                            : new Reply(peer, answer.get());
                }
            }
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
        throw new Stop.Sick(FailureKind.TIMEOUT, peer + " did not answer within " + deadline.text());
    }

    private Optional<DnsMessage> await(int id, UdpSocket socket, Deadline until) throws IOException {
        for (int bogus = 0; bogus < MOST_BOGUS; bogus++) {
            Optional<byte[]> datagram = socket.receive(until);
            if (datagram.isEmpty()) {
                return Optional.empty();
            }
            try {
                DnsMessage message = DnsMessage.parse(datagram.get());
                if (message.answers(id, name, type())) {
                    findings.reached(Depth.QUERY);
                    return Optional.of(message);
                }
                findings.steps().add(() -> "ignored, it does not answer our question");
            } catch (DnsCursor.MalformedException malformed) {
                if (isAnswer(datagram.get(), id)) {
                    throw unreadable(socket.peer(), malformed);
                }
                findings.steps().add(() -> "ignored, it is no message of DNS: " + malformed.getMessage());
            }
        }
        throw new Stop.Sick(
                FailureKind.PROTOCOL,
                "nothing of " + MOST_BOGUS + " datagrams that came from " + socket.peer() + " answers our question");
    }

    /** Whether it has our id, which is hardly by chance. */
    private static boolean isAnswer(byte[] datagram, int id) {
        return datagram.length >= 2 && (((datagram[0] & 0xff) << 8) | (datagram[1] & 0xff)) == id;
    }

    private static Stop unreadable(String peer, DnsCursor.MalformedException malformed) {
        return new Stop.Sick(
                FailureKind.PROTOCOL, peer + " sent an answer that cannot be read: " + malformed.getMessage());
    }

    private DnsMessage again(InetAddress address, Endpoint.Port server, Deadline deadline) throws Stop {
        findings.steps().add(() -> "the answer was truncated; asking over TCP");
        List<DnsMessage> messages = new ArrayList<>();
        Endpoint.Port same =
                new Endpoint.Port(address.getHostAddress(), server.port(), Endpoint.Family.ANY, server.source());
        try {
            conversations.hold(same, Optional.<TlsOptions>empty(), deadline, findings, channel -> {
                messages.add(overChannel(channel));
                return "";
            });
        } catch (Stop.Sick sick) {
            throw new Stop.Sick(
                    sick.kind(), sick.text() + ", asked over TCP since the answer did not fit into a datagram");
        }
        return messages.getFirst();
    }

    private DnsMessage overChannel(Channel channel) throws IOException {
        int id = RANDOM.nextInt(0x10000);
        byte[] question = question(id);
        byte[] framed = new byte[question.length + 2];
        framed[0] = (byte) (question.length >> 8);
        framed[1] = (byte) question.length;
        System.arraycopy(question, 0, framed, 2, question.length);
        channel.await("the answer");
        channel.send(framed, () -> List.of(Hexadecimal.dump(framed, 48)));
        byte[] length = channel.bytes(2);
        byte[] bytes = channel.bytes(((length[0] & 0xff) << 8) | (length[1] & 0xff));
        try {
            DnsMessage message = DnsMessage.parse(bytes);
            if (!message.answers(id, name, type()) || message.truncated()) {
                throw channel.sick(FailureKind.PROTOCOL, "sent what does not answer the question");
            }
            channel.findings().reached(Depth.QUERY);
            return message;
        } catch (DnsCursor.MalformedException malformed) {
            throw unreadable(channel.peer(), malformed);
        }
    }
}
