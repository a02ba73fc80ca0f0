package upkeep.probe.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.target.Endpoint;

/**
 * Asks by datagram, and again after half a second, a second, two and then every four, until an answer comes or the
 * deadline has passed. The addresses of a name are asked in turn and share the time that is left.
 */
public final class Datagrams {

    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(4);
    private static final int MOST_IGNORED = 100;

    private final Addresses addresses;

    public Datagrams(Addresses addresses) {
        this.addresses = addresses;
    }

    /** What is asked, and what an answer to it is. */
    public interface Exchange<T> {

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
    public static final class Ignored extends Exception {

        /**
         * @param why as the end of a sentence that begins with the peer
         */
        public Ignored(String why) {
            super(why, null, false, false);
        }
    }

    /**
     * The answer of the first address that gives one; where every address must pass, the answers of all. Measures
     * {@code lookup}, {@code round-trip} (from the last question) and {@code total}.
     */
    public <T> List<T> ask(Endpoint.Port endpoint, Deadline deadline, Findings findings, Exchange<T> exchange)
            throws Stop {
        try {
            return addresses.ask(
                    endpoint, deadline, findings, (address, part) -> ask(address, endpoint, part, findings, exchange));
        } finally {
            findings.measure("total", deadline.elapsedNanos() / 1e9);
        }
    }

    private static <T> T ask(
            InetAddress address, Endpoint.Port endpoint, Deadline deadline, Findings findings, Exchange<T> exchange)
            throws Stop {
        int port = endpoint.port();
        try (UdpSocket socket = UdpSocket.open(address, port, endpoint.source(), findings.steps(), exchange::shown)) {
            return new Talk<>(socket, deadline, findings, exchange).run();
        } catch (IOException error) {
            throw SocketFaults.of(error, Connector.peer(address, port), deadline);
        }
    }

    /** The questions to one address and what comes back. */
    private static final class Talk<T> {
        private final UdpSocket socket;
        private final Deadline deadline;
        private final Findings findings;
        private final Exchange<T> exchange;
        private int ignored;
        private String lastIgnored = "";

        Talk(UdpSocket socket, Deadline deadline, Findings findings, Exchange<T> exchange) {
            this.socket = socket;
            this.deadline = deadline;
            this.findings = findings;
            this.exchange = exchange;
        }

        T run() throws IOException {
            byte[] question = exchange.question(socket.from());
            Duration wait = FIRST_WAIT;
            while (true) {
                long asked = System.nanoTime();
                socket.send(question);
                Deadline until = new Deadline(asked, Math.min(asked + wait.toNanos(), deadline.endNanos()));
                Optional<T> answer = await(until, asked);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (deadline.hasPassed()) {
                    throw nothing();
                }
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
            }
        }

        private Optional<T> await(Deadline until, long asked) throws IOException {
            while (!until.hasPassed()) {
                Optional<byte[]> datagram = socket.receive(until);
                if (datagram.isEmpty()) {
                    return Optional.empty();
                }
                try {
                    T answer = exchange.answer(socket.peer(), datagram.get());
                    findings.measure("round-trip", (System.nanoTime() - asked) / 1e9);
                    return Optional.of(answer);
                } catch (Ignored no) {
                    lastIgnored = String.valueOf(no.getMessage());
                    findings.steps().add(() -> socket.peer() + " " + no.getMessage() + "; ignored");
                    if (++ignored == MOST_IGNORED) {
                        throw nothing();
                    }
                }
            }
            return Optional.empty();
        }

        private Stop nothing() {
            return ignored == 0
                    ? new Stop.Sick(FailureKind.TIMEOUT, socket.peer() + " did not answer within " + deadline.text())
                    : new Stop.Sick(
                            FailureKind.PROTOCOL,
                            socket.peer() + " " + lastIgnored
                                    + (ignored == 1 ? "" : " (the last of " + ignored + " datagrams)"));
        }
    }
}
