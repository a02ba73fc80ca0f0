package upkeep.probe.clock;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Stream;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.UdpSocket;

/** Asks ntpd(8) of ntpsec, or one of its kin, on loopback what it makes of the clock and of its sources. */
final class NtpdClient {

    private static final int MOST_SENT = 3;
    private static final int MOST_SOURCES = 64;
    private static final int MOST_BYTES = 32_768;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final int port;
    private final Deadline deadline;
    private final Steps steps;

    NtpdClient(int port, Deadline deadline, Steps steps) {
        this.port = port;
        this.deadline = deadline;
        this.steps = steps;
    }

    @SuppressWarnings("ArrayRecordComponent") // Read once, and compared with nothing.
    private record Answer(int status, byte[] data) {}

    ClockReport ask() throws Stop {
        InetAddress address = InetAddress.ofLiteral("127.0.0.1");
        String peer = "ntpd at " + Connector.peer(address, port);
        try (UdpSocket socket = UdpSocket.open(address, port, Optional.empty(), steps)) {
            Answer status = ask(socket, peer, NtpControl.READ_STATUS, 0, "");
            List<ClockSource> sources = new ArrayList<>();
            for (NtpControl.Association association : NtpControl.associations(status.data()).stream()
                    .limit(MOST_SOURCES)
                    .toList()) {
                sources.add(source(
                        association,
                        ask(
                                socket,
                                peer,
                                NtpControl.READ_VARIABLES,
                                association.id(),
                                "srcadr,srchost,stratum,refid,reach,offset")));
            }
            Map<String, String> system = variables(
                    ask(socket, peer, NtpControl.READ_VARIABLES, 0, "stratum,offset,sys_jitter,rootdelay,rootdisp"));
            int stratum = (int) number(system, "stratum");
            return new ClockReport(
                    "ntpd",
                    status.status() >> 14 != 3 && stratum > 0 && stratum < 16,
                    stratum,
                    number(system, "offset") / 1e3,
                    OptionalDouble.of(number(system, "sys_jitter") / 1e3),
                    number(system, "rootdelay") / 1e3,
                    number(system, "rootdisp") / 1e3,
                    sources);
        } catch (IOException error) {
            throw SocketFaults.of(error, peer, deadline);
        }
    }

    private static ClockSource source(NtpControl.Association association, Answer answer) {
        Map<String, String> peer = variables(answer);
        int reach = (int) number(peer, "reach");
        String name = Stream.of("srchost", "srcadr")
                .flatMap(key -> Optional.ofNullable(peer.get(key)).stream())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("association " + association.id());
        return new ClockSource(
                Words.printable(name, 100),
                association.condition(),
                association.isSelected(),
                (int) number(peer, "stratum"),
                reach,
                number(peer, "offset") / 1e3,
                note(association, Optional.ofNullable(peer.get("refid")).orElse(""), reach));
    }

    private static String note(NtpControl.Association association, String reference, int reach) {
        String code = reference.replace(".", "");
        Optional<KissCode> kiss = KissCode.of(code);
        if (kiss.isPresent()) {
            return "." + code + ".: " + kiss.get().meaning();
        }
        if (reach == 0) {
            return "it has not answered any of the last eight polls; look at the firewall for UDP port 123";
        }
        return association.condition().equals("rejected")
                ? "it answers, but its time is not used: look at its stratum, distance and authentication"
                : "";
    }

    private static Map<String, String> variables(Answer answer) {
        return NtpControl.variables(answer.data());
    }

    /** A variable as a number, which may be in hexadecimal; 0 if it is none. */
    private static double number(Map<String, String> variables, String name) {
        String text = Optional.ofNullable(variables.get(name)).orElse("");
        try {
            return text.startsWith("0x") ? Long.parseLong(text.substring(2), 16) : Double.parseDouble(text);
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    private Answer ask(UdpSocket socket, String peer, int operation, int association, String variables)
            throws IOException {
        for (int sent = 0; sent < MOST_SENT && !deadline.hasPassed(); sent++) {
            int sequence = RANDOM.nextInt(1, 0x10000);
            socket.send(NtpControl.request(operation, sequence, association, variables));
            Optional<Answer> answer =
                    await(socket, peer, operation, sequence, association, deadline.share(MOST_SENT - sent));
            if (answer.isPresent()) {
                return answer.get();
            }
        }
        throw new Stop.Sick(
                FailureKind.TIMEOUT,
                peer + " did not answer within " + deadline.text()
                        + "; it may be told not to (\"noquery\" for 127.0.0.1)");
    }

    /** Gathers the parts of an answer, which come in any order, the last one marked as such. */
    private static Optional<Answer> await(
            UdpSocket socket, String peer, int operation, int sequence, int association, Deadline until)
            throws IOException {
        NavigableMap<Integer, NtpControl.Part> parts = new TreeMap<>();
        int received = 0;
        Optional<byte[]> packet = socket.receive(until);
        while (packet.isPresent()) {
            received += packet.get().length;
            if (received > MOST_BYTES) {
                throw new Stop.Sick(FailureKind.PROTOCOL, peer + " sent more than " + MOST_BYTES + " bytes");
            }
            Optional<NtpControl.Part> part = NtpControl.parse(packet.get(), operation, sequence, association);
            if (part.isPresent()) {
                if (part.get().error() != 0) {
                    throw new Stop.Sick(
                            FailureKind.PROTOCOL,
                            peer + " refused the question: "
                                    + NtpControl.error(part.get().error()));
                }
                parts.put(part.get().offset(), part.get());
                Optional<Answer> whole = whole(parts);
                if (whole.isPresent()) {
                    return whole;
                }
            }
            packet = socket.receive(until);
        }
        return Optional.empty();
    }

    private static Optional<Answer> whole(NavigableMap<Integer, NtpControl.Part> parts) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        for (NtpControl.Part part : parts.values()) {
            if (part.offset() != data.size()) {
                return Optional.empty();
            }
            data.writeBytes(part.data());
            if (!part.isMore()) {
                return Optional.of(new Answer(part.status(), data.toByteArray()));
            }
        }
        return Optional.empty();
    }
}
