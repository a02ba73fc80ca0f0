package upkeep.probe.ssh;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Speaker;
import upkeep.target.ProtocolTarget;

/**
 * Speaks SSH (RFC 4253) up to the point where the server has proved which host key it has; nobody is logged in. Knows one
 * key exchange, X25519, which OpenSSH has had since 6.5; of a server without it no key is learnt.
 */
public final class Ssh implements Speaker {

    private static final String VERSION = "SSH-2.0-upkeep";
    private static final int MOST_LINES_BEFORE = 50;
    private static final int EXCHANGE_INIT = 30;
    private static final int EXCHANGE_REPLY = 31;

    private static final SecureRandom RANDOM = new SecureRandom();

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        channel.send(VERSION + "\r\n");
        String version = version(channel);
        channel.findings().reached(Depth.BANNER);
        channel.findings().found("banner", version);
        try {
            return "is " + Words.printable(version, 100) + exchange(target, version, channel);
        } catch (BufferUnderflowException | IllegalArgumentException malformed) {
            throw channel.sick(FailureKind.PROTOCOL, "sent a key exchange that cannot be read");
        } catch (GeneralSecurityException unsound) {
            String why = Words.printable(String.valueOf(unsound.getMessage()), 200);
            throw channel.sick(FailureKind.PROTOCOL, "sent an unsound key exchange: " + why);
        }
    }

    /** The identification line; a server may say something before it (RFC 4253 section 4.2). */
    private static String version(Channel channel) throws IOException {
        channel.await("the identification");
        String line = channel.line();
        for (int before = 0; !line.startsWith("SSH-"); before++) {
            if (before == MOST_LINES_BEFORE) {
                throw channel.unexpected(line, "SSH-2.0-…");
            }
            line = channel.line();
        }
        if (!line.startsWith("SSH-2.0-") && !line.startsWith("SSH-1.99-")) {
            throw channel.unexpected(line, "SSH-2.0-…");
        }
        return line;
    }

    private static String exchange(ProtocolTarget target, String version, Channel channel)
            throws IOException, GeneralSecurityException {
        SshPackets packets = new SshPackets(channel);
        SshAlgorithms ours = SshAlgorithms.ours(target.option("host-key"));
        byte[] cookie = new byte[16];
        RANDOM.nextBytes(cookie);
        byte[] ourOffer = ours.message(cookie);
        packets.send(ourOffer, "algorithms");
        channel.await("the algorithms");
        byte[] theirOffer = packets.receive(SshAlgorithms.KEXINIT);
        SshAlgorithms theirs = SshAlgorithms.parse(theirOffer);
        tell(theirs, channel);
        Optional<String> hostKey = ours.hostKey(theirs);
        if (hostKey.isEmpty() && target.option("host-key").isPresent()) {
            throw channel.sick(
                    FailureKind.CONTENT,
                    "has no host key of the kind " + target.option("host-key").get());
        }
        channel.atTheEnd(packets::disconnect);
        if (hostKey.isEmpty() || !ours.isSpokenWith(theirs)) {
            return withoutKey(target, channel);
        }
        SshExchange exchange = new SshExchange(VERSION, version, ourOffer, theirOffer, SshExchange.newKeys());
        packets.send(
                new SshData.Writer()
                        .octet(EXCHANGE_INIT)
                        .string(exchange.ourHalf())
                        .bytes(),
                "our half of the keys");
        channel.await("the host key");
        SshData reply = new SshData(packets.receive(EXCHANGE_REPLY));
        reply.skip(1);
        return prove(target, exchange, reply, channel);
    }

    private static void tell(SshAlgorithms theirs, Channel channel) {
        Findings findings = channel.findings();
        findings.reached(Depth.QUERY);
        findings.found("key-exchanges", String.join(",", theirs.keyExchanges()));
        findings.found("host-keys", String.join(",", theirs.hostKeys()));
        findings.found("ciphers", String.join(",", theirs.ciphers()));
        findings.found("macs", String.join(",", theirs.macs()));
    }

    private static String withoutKey(ProtocolTarget target, Channel channel) throws Stop {
        if (target.option("fingerprint").isPresent()) {
            throw new Stop.Unasked("cannot learn the host key of " + channel.peer()
                    + ": it offers no algorithm that upkeep speaks; allow curve25519-sha256 in sshd_config(5)");
        }
        return ", whose key exchange upkeep does not speak";
    }

    private static String prove(ProtocolTarget target, SshExchange exchange, SshData reply, Channel channel)
            throws IOException, GeneralSecurityException {
        SshHostKey hostKey = SshHostKey.of(reply.string());
        byte[] theirHalf = reply.string();
        if (!hostKey.signed(exchange.digest(hostKey, theirHalf), reply.string())) {
            throw channel.sick(FailureKind.CONTENT, "has not the host key that it shows: its signature is wrong");
        }
        String fingerprint = hostKey.fingerprint();
        channel.findings().found("host-key", hostKey.algorithm());
        channel.findings().found("fingerprint", fingerprint);
        Optional<String> wanted = target.option("fingerprint");
        if (wanted.isPresent()) {
            if (!wanted.get().equals(fingerprint)) {
                throw channel.sick(
                        FailureKind.CONTENT,
                        "has the host key " + hostKey.algorithm() + " " + fingerprint + " and not " + wanted.get());
            }
            channel.findings().reached(Depth.VALUE);
        }
        return " with the host key " + hostKey.algorithm() + " " + fingerprint;
    }
}
