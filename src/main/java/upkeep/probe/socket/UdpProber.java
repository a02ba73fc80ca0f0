package upkeep.probe.socket;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Addresses;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.UdpSocket;
import upkeep.target.UdpTarget;

/**
 * Sends a datagram. What comes back is judged; where nothing need come back, only the word of the host that the port is
 * closed tells anything, and that is waited for a little.
 */
public final class UdpProber implements Prober<UdpTarget> {

    /** How long an ICMP message may be on its way, where silence is what is hoped for. */
    private static final long SILENCE_NANOS = 1_000_000_000;

    /** How often a datagram that may have been lost is sent. */
    private static final int MOST_SENT = 3;

    private static final int SHOWN = 200;

    private final Addresses addresses;

    public UdpProber(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public Observation probe(UdpTarget target, Deadline deadline, Findings findings) throws Stop {
        List<String> found;
        try {
            found = addresses.ask(
                    target.endpoint(), deadline, findings, (address, part) -> ask(target, address, part, findings));
        } finally {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
        }
        return findings.passed(String.join("; ", found));
    }

    private static String ask(UdpTarget target, InetAddress address, Deadline deadline, Findings findings) throws Stop {
        String peer = Connector.peer(address, target.endpoint().port());
        try (UdpSocket socket = UdpSocket.open(
                address, target.endpoint().port(), target.endpoint().source(), findings.steps())) {
            byte[] datagram = target.send().getBytes(StandardCharsets.ISO_8859_1);
            return target.expect().isPresent()
                    ? expect(target.expect().get(), datagram, socket, deadline, findings)
                    : hopeForSilence(datagram, socket, deadline, findings);
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
    }

    private static String expect(
            String pattern, byte[] datagram, UdpSocket socket, Deadline deadline, Findings findings)
            throws IOException {
        for (int sent = 0; sent < MOST_SENT && !deadline.hasPassed(); sent++) {
            socket.send(datagram);
            Optional<byte[]> answer = socket.receive(deadline.share(MOST_SENT - sent));
            if (answer.isPresent()) {
                String shown = heard(answer.get(), findings);
                if (!new OctetPattern(pattern).isFoundIn(answer.get())) {
                    throw new Stop.Sick(
                            FailureKind.CONTENT,
                            socket.peer() + " answered \"" + shown + "\", which does not match "
                                    + Words.printable(pattern, SHOWN));
                }
                return socket.peer() + " answered \"" + shown + "\" in " + Words.seconds(deadline.elapsedNanos() / 1e9);
            }
        }
        throw new Stop.Sick(FailureKind.TIMEOUT, socket.peer() + " did not answer within " + deadline.text());
    }

    private static String hopeForSilence(byte[] datagram, UdpSocket socket, Deadline deadline, Findings findings)
            throws IOException {
        socket.send(datagram);
        long wait = Math.min(SILENCE_NANOS, deadline.remainingNanos() / 2);
        Optional<byte[]> answer =
                socket.receive(new Deadline(deadline.startNanos(), System.nanoTime() + Math.max(0, wait)));
        return answer.isPresent()
                ? socket.peer() + " answered \"" + heard(answer.get(), findings) + "\""
                : socket.peer() + " did not refuse " + Words.bytes(datagram.length)
                        + "; no answer is expected, and silence proves nothing";
    }

    private static String heard(byte[] answer, Findings findings) {
        findings.reached(Depth.QUERY);
        findings.found("answer", new String(answer, StandardCharsets.UTF_8));
        return Words.printable(answer, answer.length, SHOWN);
    }
}
