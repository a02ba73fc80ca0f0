package upkeep.probe.radius;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.radius.RadiusPacket.Attribute;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Datagrams;
import upkeep.target.Login;
import upkeep.target.RadiusTarget;

/** Asks a RADIUS server for its status, or to let somebody in by user and password (PAP). */
public final class RadiusProber implements Prober<RadiusTarget> {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Datagrams datagrams;
    private final Secrets secrets;

    public RadiusProber(Datagrams datagrams, Secrets secrets) {
        this.datagrams = datagrams;
        this.secrets = secrets;
    }

    @Override
    public Observation probe(RadiusTarget target, Deadline deadline, Findings findings) throws Stop {
        byte[] secret = secrets.bytes(target.secret());
        if (secret.length == 0) {
            throw new Stop.Unasked(
                    "cannot ask over RADIUS: the secret in " + target.secret().place() + " is empty");
        }
        Exchange exchange = new Exchange(question(target.login(), secret), secret, target.login());
        RadiusPacket answer;
        try {
            answer = datagrams
                    .ask(target.endpoint(), deadline, findings, exchange)
                    .getLast();
        } catch (Stop.Sick silent) {
            throw silent.kind() == FailureKind.TIMEOUT
                    ? new Stop.Sick(
                            FailureKind.TIMEOUT,
                            silent.text() + "; a RADIUS server is silent to clients that it does not know, and where"
                                    + " the secret is another")
                    : silent;
        }
        findings.reached(target.login().isPresent() ? Depth.LOGIN : Depth.QUERY);
        String time = " in " + Words.seconds(deadline.elapsedNanos() / 1e9);
        return findings.passed(target.text() + " "
                + target.login()
                        .map(login -> "admitted " + Words.printable(login.user(), 100))
                        .orElse("answered " + name(answer.code()) + " to Status-Server")
                + time);
    }

    private RadiusPacket question(Optional<Login> login, byte[] secret) throws Stop {
        byte[] authenticator = new byte[16];
        RANDOM.nextBytes(authenticator);
        List<Attribute> attributes = new ArrayList<>();
        if (login.isPresent()) {
            byte[] password = secrets.bytes(login.get().password());
            if (password.length > RadiusPacket.LONGEST_PASSWORD) {
                throw new Stop.Unasked("cannot log in over RADIUS: the password is longer than "
                        + RadiusPacket.LONGEST_PASSWORD + " bytes");
            }
            byte[] user = login.get().user().getBytes(StandardCharsets.UTF_8);
            attributes.add(new Attribute(RadiusPacket.USER_NAME, user));
            byte[] hidden = RadiusPacket.hidden(password, secret, authenticator);
            attributes.add(new Attribute(RadiusPacket.USER_PASSWORD, hidden));
        }
        byte[] name = "upkeep".getBytes(StandardCharsets.US_ASCII);
        attributes.add(new Attribute(RadiusPacket.NAS_IDENTIFIER, name));
        int code = login.isPresent() ? RadiusPacket.ACCESS_REQUEST : RadiusPacket.STATUS_SERVER;
        return new RadiusPacket(code, RANDOM.nextInt(256), authenticator, attributes);
    }

    private static String name(int code) {
        return switch (code) {
            case RadiusPacket.ACCESS_REQUEST -> "Access-Request";
            case RadiusPacket.STATUS_SERVER -> "Status-Server";
            case RadiusPacket.ACCESS_ACCEPT -> "Access-Accept";
            case RadiusPacket.ACCESS_REJECT -> "Access-Reject";
            case RadiusPacket.ACCOUNTING_RESPONSE -> "Accounting-Response";
            case RadiusPacket.ACCESS_CHALLENGE -> "Access-Challenge";
            case RadiusPacket.PROTOCOL_ERROR -> "Protocol-Error";
            default -> "code " + code;
        };
    }

    /** One question, and the rule that only who has the secret may answer it. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
    private record Exchange(RadiusPacket question, byte[] secret, Optional<Login> login)
            implements Datagrams.Exchange<RadiusPacket> {

        @Override
        public byte[] question(InetSocketAddress from) {
            return question.signed(secret);
        }

        /** Without the attributes: from a password that is merely hidden, the secret could be guessed. */
        @Override
        public List<String> shown(byte[] datagram) {
            return RadiusPacket.parse(datagram)
                    .map(packet -> List.of(name(packet.code()) + ", identifier " + packet.identifier() + ", "
                            + packet.attributes().size() + " attributes"))
                    .orElse(List.of());
        }

        @Override
        public RadiusPacket answer(String peer, byte[] datagram) throws Datagrams.Ignored, Stop {
            Optional<RadiusPacket> parsed = RadiusPacket.parse(datagram);
            if (parsed.isEmpty()) {
                throw new Datagrams.Ignored("sent what is not RADIUS");
            }
            RadiusPacket answer = parsed.get();
            if (answer.identifier() != question.identifier()) {
                throw new Datagrams.Ignored("answered another question");
            }
            if (!answer.answers(question.authenticator(), secret)) {
                throw new Datagrams.Ignored("answered with a wrong authenticator: it has another secret");
            }
            boolean passes = answer.code() == RadiusPacket.ACCESS_ACCEPT
                    || (login.isEmpty() && answer.code() == RadiusPacket.ACCOUNTING_RESPONSE);
            if (passes) {
                return answer;
            }
            String message = answer.text(RadiusPacket.REPLY_MESSAGE);
            String said = message.isEmpty() ? "" : ", \"" + Words.printable(message, 200) + "\"";
            throw answer.code() == RadiusPacket.ACCESS_REJECT && login.isPresent()
                    ? new Stop.Sick(
                            FailureKind.STATUS,
                            peer + " refused to admit "
                                    + Words.printable(login.get().user(), 100) + ": Access-Reject" + said)
                    : new Stop.Sick(FailureKind.STATUS, peer + " answered " + name(answer.code()) + said);
        }
    }
}
