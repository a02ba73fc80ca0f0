package upkeep.probe;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import upkeep.core.Observation.FailureKind;
import upkeep.target.Endpoint;

/**
 * Asks by datagram, and again after half a second, a second, two and then every four, until an answer comes or the
 * deadline has passed. The addresses of a name are asked in turn and share the time that is left.
 */
final class Datagrams {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
    private static final int MOST_IGNORED = 100;

    private final Connector connector;

    Datagrams(Connector connector) {
        this.connector = connector;
    }

    /** What is asked, and what an answer to it is. */
    interface Exchange<T> {

        /** The datagram that asks, sent from the given address; the same each time that it is sent again. */
        byte[] question(InetSocketAddress from);

        /** A datagram there or back for the trace, without what is secret. */
        List<String> shown(byte[] datagram);

        /**
         * What a datagram says.
         *
         * @throws Ignored if it is no answer to the question: the wait goes on
         * @throws Stop if it is one that ends the probe
         */
        T answer(String peer, byte[] datagram) throws Ignored, Stop;
    }

    /** A datagram that is no answer, since anybody may send one. */
    static final class Ignored extends Exception {

        /**
         * @param why as the end of a sentence that begins with the peer
         */
        Ignored(String why) {
            super(why, null, false, false);
        }
    }

    /** Measures {@code lookup}, {@code round-trip} (from the last question) and {@code total}. */
    <T> T ask(Endpoint.Port endpoint, Deadline deadline, Findings findings, Exchange<T> exchange) throws Stop {
        try {
            List<InetAddress> addresses = connector.addresses(endpoint, deadline, findings);
            List<Stop> refusals = new ArrayList<>();
            for (int i = 0; i < addresses.size(); i++) {
                Deadline part = deadline.share(addresses.size() - i);
                String peer = Connector.peer(addresses.get(i), endpoint.port());
                try (DatagramSocket socket = open(endpoint)) {
                    // Connected, so that the kernel drops what others send and tells what ICMP says.
                    socket.connect(new InetSocketAddress(addresses.get(i), endpoint.port()));
                    return new Talk<>(socket, peer, part, findings, exchange).run();
                } catch (IOException error) {
                    Stop stop = SocketFaults.of(error, peer, part);
                    findings.steps().add(stop::text);
                    refusals.add(stop);
                    if (Thread.currentThread().isInterrupted()) {
                        throw stop;
                    }
                }
            }
            throw Connector.combined(refusals);
        } finally {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
        }
    }

    private static DatagramSocket open(Endpoint.Port endpoint) throws IOException {
        return endpoint.source().isEmpty()
                ? new DatagramSocket()
                : new DatagramSocket(0, InetAddress.ofLiteral(endpoint.source().get()));
    }

    /** The questions to one address and what comes back. */
    private static final class Talk<T> {
        private final DatagramSocket socket;
        private final String peer;
        private final Deadline deadline;
        private final Findings findings;
        private final Exchange<T> exchange;
        private final byte[] buffer = new byte[65_535];
        private int ignored;
        private String lastIgnored = "";

        Talk(DatagramSocket socket, String peer, Deadline deadline, Findings findings, Exchange<T> exchange) {
            this.socket = socket;
            this.peer = peer;
            this.deadline = deadline;
            this.findings = findings;
            this.exchange = exchange;
        }

        T run() throws IOException {
            byte[] question = exchange.question((InetSocketAddress) socket.getLocalSocketAddress());
            Duration wait = FIRST_WAIT;
            while (true) {
                long asked = System.nanoTime();
                socket.send(new DatagramPacket(question, question.length));
                findings.steps()
                        .add(
                                () -> "asked " + peer + ", " + Words.bytes(question.length),
                                () -> exchange.shown(question));
                long until = Math.min(asked + wait.toNanos(), deadline.endNanos());
                while (until - System.nanoTime() > 0) {
                    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                    try {
                        socket.setSoTimeout(new Deadline(asked, until).socketTimeout());
                        socket.receive(packet);
                    } catch (SocketTimeoutException late) {
                        break;
                    }
                    byte[] datagram = Arrays.copyOf(buffer, packet.getLength());
                    try {
                        T answer = exchange.answer(peer, datagram);
                        findings.measure("round-trip", (System.nanoTime() - asked) / 1e9);
                        findings.steps()
                                .add(
                                        () -> peer + " answered, " + Words.bytes(datagram.length),
                                        () -> exchange.shown(datagram));
                        return answer;
                    } catch (Ignored no) {
                        lastIgnored = String.valueOf(no.getMessage());
                        findings.steps().add(() -> peer + " " + no.getMessage() + "; ignored");
                        if (++ignored == MOST_IGNORED) {
                            throw nothing();
                        }
                    }
                }
                if (deadline.hasPassed()) {
                    throw nothing();
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            }
        }

        private Stop nothing() {
            return ignored == 0
                    ? new Stop.Sick(FailureKind.TIMEOUT, peer + " did not answer within " + deadline.text())
                    : new Stop.Sick(
                            FailureKind.PROTOCOL,
                            peer + " " + lastIgnored
                                    + (ignored == 1 ? "" : " (the last of " + ignored + " datagrams)"));
        }
    }
}
