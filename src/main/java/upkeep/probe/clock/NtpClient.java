package upkeep.probe.clock;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.Lookup;
import upkeep.target.NtpTarget;

/**
 * Asks one NTP server, at most {@value #MOST_QUESTIONS} times an address: again when an answer is lost, and again when the
 * answer took so long that the verdict hangs on it. A second question for the sake of precision alone would be refused by
 * servers that limit their clients.
 */
final class NtpClient {

    private static final int MOST_QUESTIONS = 3;
    private static final int MOST_BOGUS = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Lookup lookup;

    NtpClient(Lookup lookup) {
        this.lookup = lookup;
    }

    /** Asks within the deadline; addresses that do not answer share the time that is left. */
    NtpAnswer ask(NtpTarget.Server server, double maxOffset, Deadline deadline, Steps steps) {
        List<Stop> refusals = new ArrayList<>();
        try {
            List<InetAddress> addresses = lookup.addresses(server.host(), deadline);
            for (int i = 0; i < addresses.size(); i++) {
                Deadline part = deadline.share(addresses.size() - i);
                String peer = Connector.peer(addresses.get(i), server.port());
                try (DatagramSocket socket = new DatagramSocket()) {
                    // Connected, so that the kernel drops what others send and tells what ICMP says.
                    socket.connect(new InetSocketAddress(addresses.get(i), server.port()));
                    return new Talk(server.toString(), peer, socket, part, steps).run(maxOffset);
                } catch (IOException error) {
                    Stop stop = SocketFaults.of(error, peer, part);
                    steps.add(stop::text);
                    refusals.add(stop);
                }
            }
        } catch (Stop stop) {
            refusals.add(stop);
        }
        return switch (Connector.combined(refusals)) {
            case Stop.Sick sick -> new NtpAnswer.Sick(server.toString(), sick.kind(), sick.text());
            case Stop.Unasked unasked -> new NtpAnswer.Unasked(server.toString(), unasked.text());
        };
    }

    private record Question(long cookie, Instant sent, long sentNanos) {}

    /** The questions to one address and what comes back. */
    private static final class Talk {
        private final String server;
        private final String peer;
        private final DatagramSocket socket;
        private final Deadline deadline;
        private final Steps steps;
        private final List<Question> questions = new ArrayList<>();
        private final byte[] buffer = new byte[1024];
        private int bogus;
        private String lastBogus = "";

        Talk(String server, String peer, DatagramSocket socket, Deadline deadline, Steps steps) {
            this.server = server;
            this.peer = peer;
            this.socket = socket;
            this.deadline = deadline;
            this.steps = steps;
        }

        NtpAnswer run(double maxOffset) throws IOException {
            Optional<NtpAnswer.Sample> best = Optional.empty();
            for (int asked = 0; asked < MOST_QUESTIONS && !deadline.hasPassed(); asked++) {
                Optional<NtpAnswer> answer;
                try {
                    send();
                    answer = await(deadline.share(MOST_QUESTIONS - asked));
                } catch (IOException error) {
                    if (best.isPresent() && !Thread.currentThread().isInterrupted()) {
                        return best.get();
                    }
                    throw error;
                }
                if (answer.isPresent() && !(answer.get() instanceof NtpAnswer.Sample)) {
                    return best.<NtpAnswer>map(sample -> sample).orElse(answer.get());
                }
                if (answer.isPresent() && answer.get() instanceof NtpAnswer.Sample sample) {
                    best = best.filter(earlier -> earlier.delay() <= sample.delay())
                            .or(() -> Optional.of(sample));
                    if (isDecided(best.get(), maxOffset)) {
                        return best.get();
                    }
                }
            }
            return best.<NtpAnswer>map(sample -> sample).orElseGet(this::nothing);
        }

        /** Whether the error that the packet's way can have made leaves the verdict as it is. */
        private static boolean isDecided(NtpAnswer.Sample sample, double maxOffset) {
            return Math.abs(Math.abs(sample.offset()) - maxOffset) > sample.delay() / 2;
        }

        private void send() throws IOException {
            long cookie = RANDOM.nextLong();
            byte[] packet = NtpPacket.question(cookie);
            questions.add(new Question(cookie, Instant.now(), System.nanoTime()));
            socket.send(new DatagramPacket(packet, packet.length));
            steps.add(() -> "asked " + peer + ", " + Words.bytes(packet.length));
        }

        private Optional<NtpAnswer> await(Deadline until) throws IOException {
            while (true) {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                try {
                    socket.setSoTimeout(until.socketTimeout());
                    socket.receive(packet);
                } catch (SocketTimeoutException late) {
                    steps.add(() -> peer + " sent nothing that can be used yet");
                    return Optional.empty();
                }
                NtpAnswer answer = judge(packet.getLength(), System.nanoTime());
                if (!(answer instanceof NtpAnswer.Bogus wrong)) {
                    return Optional.of(answer);
                }
                lastBogus = wrong.text();
                if (++bogus >= MOST_BOGUS) {
                    return Optional.of(nothing());
                }
            }
        }

        /** An answer may be a late one to an earlier question. */
        private NtpAnswer judge(int length, long arrivedNanos) {
            Optional<NtpPacket> packet = NtpPacket.parse(buffer, length);
            Question question = questions.stream()
                    .filter(each -> packet.isPresent() && packet.get().origin() == each.cookie())
                    .findFirst()
                    .orElse(questions.getLast());
            // The local clock may be stepped while we wait; the time waited is not.
            Instant arrived = question.sent().plusNanos(arrivedNanos - question.sentNanos());
            NtpAnswer answer = NtpAnswer.judge(
                    server, packet, question.cookie(), NtpTime.of(question.sent()), NtpTime.of(arrived));
            steps.add(() -> peer + " sent " + Words.bytes(length) + ": " + shown(answer), () -> fields(packet));
            return answer;
        }

        private NtpAnswer nothing() {
            return bogus == 0
                    ? new NtpAnswer.Sick(
                            server,
                            FailureKind.TIMEOUT,
                            "it did not answer within " + deadline.text() + " (" + peer + ")")
                    : new NtpAnswer.Sick(
                            server,
                            FailureKind.PROTOCOL,
                            "nothing that came from " + peer + " can be used (" + bogus + " packets, the last one "
                                    + lastBogus + ")");
        }

        private static String shown(NtpAnswer answer) {
            return switch (answer) {
                case NtpAnswer.Sample sample ->
                    "offset " + Words.seconds(sample.offset()) + ", delay " + Words.seconds(sample.delay())
                            + ", root distance " + Words.seconds(sample.rootDistance());
                case NtpAnswer.Sick sick -> sick.text();
                case NtpAnswer.Unasked unasked -> unasked.text();
                case NtpAnswer.Bogus wrong -> "ignored, " + wrong.text();
            };
        }

        private static List<String> fields(Optional<NtpPacket> packet) {
            return packet.map(p -> List.of(
                            "leap " + p.leap() + ", version " + p.version() + ", mode " + p.mode() + ", stratum "
                                    + p.stratum() + ", precision 2^" + p.precision() + " s",
                            "root delay " + Words.seconds(p.rootDelay()) + ", root dispersion "
                                    + Words.seconds(p.rootDispersion()) + ", " + p.source()))
                    .orElse(List.of());
        }
    }
}
