package upkeep.probe.sip;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Connector;
import upkeep.probe.wire.Conversations;
import upkeep.probe.wire.Datagrams;
import upkeep.target.SipTarget;

/** Asks a SIP server for its options, over UDP, TCP or TLS. Answers 100 and 200 to 299 pass. */
public final class SipProber implements Prober<SipTarget> {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int MOST_LINES = 200;

    private final Datagrams datagrams;
    private final Conversations conversations;
    private final String userAgent;

    public SipProber(Datagrams datagrams, Conversations conversations, String userAgent) {
        this.datagrams = datagrams;
        this.conversations = conversations;
        this.userAgent = userAgent;
    }

    @Override
    public Observation probe(SipTarget target, Deadline deadline, Findings findings) throws Stop {
        Question question = new Question(target, target.userAgent().orElse(userAgent));
        String answered = switch (target.transport()) {
            case UDP ->
                String.join(
                        "; ", datagrams.ask(target.endpoint(), deadline, findings, new ByDatagram(question, findings)));
            case TCP ->
                conversations.hold(
                        target.endpoint(),
                        target.tls(),
                        deadline,
                        findings,
                        channel -> byConnection(question, channel));
        };
        return findings.passed(answered + " in " + Words.seconds(deadline.elapsedNanos() / 1e9));
    }

    private static String byConnection(Question question, Channel channel) throws IOException {
        channel.await("the answer to OPTIONS");
        long asked = System.nanoTime();
        // Answers come back over the connection, so that it does not matter who we say we are (RFC 7118 section 5.2.1).
        channel.send(question.text("upkeep.invalid"));
        List<String> lines = new ArrayList<>();
        for (String line = channel.line(); !line.isEmpty(); line = channel.line()) {
            lines.add(line);
            if (lines.size() > MOST_LINES) {
                throw channel.sick(FailureKind.PROTOCOL, "sent more than " + MOST_LINES + " lines of header");
            }
            // Told at once, since what is not SIP may never send an empty line.
            if (!lines.getFirst().startsWith("SIP/2.0 ")) {
                throw channel.unexpected(lines.getFirst(), "SIP/2.0 and a status code");
            }
        }
        Optional<SipMessage> answer = SipMessage.parse(lines);
        if (answer.isEmpty() || !answer.get().answers(question.branch, question.callId)) {
            throw channel.sick(FailureKind.PROTOCOL, "sent what is not an answer to the question");
        }
        channel.findings().measure("round-trip", (System.nanoTime() - asked) / 1e9);
        return judge(answer.get(), channel.peer(), channel.findings());
    }

    private static String judge(SipMessage answer, String peer, Findings findings) throws Stop {
        findings.reached(Depth.QUERY);
        findings.measure("status", answer.status());
        answer.field("server").or(() -> answer.field("user-agent")).ifPresent(name -> findings.found("server", name));
        String text = "answered " + answer.statusText();
        if (!answer.passes()) {
            throw new Stop.Sick(FailureKind.STATUS, peer + " " + text + ", wanted 100 or 200-299");
        }
        return text;
    }

    private record ByDatagram(Question asked, Findings findings) implements Datagrams.Exchange<String> {

        @Override
        public byte[] question(InetSocketAddress from) {
            String own = Connector.peer(from.getAddress(), from.getPort()).replaceFirst("%[^\\]]*", "");
            return asked.text(own).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public List<String> shown(byte[] datagram) {
            return new String(datagram, StandardCharsets.UTF_8)
                    .lines()
                    .limit(MOST_LINES)
                    .map(line -> Words.printable(line, 500))
                    .toList();
        }

        @Override
        public String answer(String peer, byte[] datagram) throws Datagrams.Ignored, Stop {
            Optional<SipMessage> answer = SipMessage.parse(datagram);
            if (answer.isEmpty()) {
                throw new Datagrams.Ignored("sent what is not SIP");
            }
            if (!answer.get().answers(asked.branch, asked.callId)) {
                throw new Datagrams.Ignored("answered another question");
            }
            return peer + " " + judge(answer.get(), peer, findings);
        }
    }

    /** The request, with marks that only its answers repeat. */
    private static final class Question {
        private final SipTarget target;
        private final String userAgent;
        private final String branch = "z9hG4bK" + random();
        private final String callId = random();
        private final String tag = random();

        Question(SipTarget target, String userAgent) {
            this.target = target;
            this.userAgent = userAgent;
        }

        private static String random() {
            byte[] bytes = new byte[10];
            RANDOM.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        }

        /**
         * @param own where answers are to be sent to
         */
        String text(String own) {
            String scheme = target.tls().isPresent() ? "sips:" : "sip:";
            String to = scheme + target.to().orElseGet(() -> target.endpoint().text());
            String transport =
                    target.tls().isPresent() ? "TLS" : target.transport().name();
            return String.join(
                    "\r\n",
                    "OPTIONS " + to + " SIP/2.0",
                    "Via: SIP/2.0/" + transport + " " + own + ";branch=" + branch + ";rport",
                    "Max-Forwards: " + target.maxForwards(),
                    "From: <" + scheme + "upkeep@" + own + ">;tag=" + tag,
                    "To: <" + to + ">",
                    "Call-ID: " + callId,
                    "CSeq: 1 OPTIONS",
                    "Accept: application/sdp",
                    "User-Agent: " + userAgent,
                    "Content-Length: 0",
                    "",
                    "");
        }
    }
}
