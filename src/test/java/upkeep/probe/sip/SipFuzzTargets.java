package upkeep.probe.sip;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;

/** Answers of SIP servers. */
public final class SipFuzzTargets {

    private SipFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.of("sip-message", SipFuzzTargets::message, SipMessage.class)
                .from("SIP/2.0 200 OK\r\nv: SIP/2.0/UDP 127.0.0.1;branch=z9\r\n ;rport\r\ni: x\r\nServer: s\r\n\r\n"));
    }

    private static void message(byte[] datagram) {
        check(SipMessage.parse(datagram));
        check(SipMessage.parse(
                new String(datagram, StandardCharsets.UTF_8).lines().toList()));
    }

    private static void check(Optional<SipMessage> parsed) {
        parsed.ifPresent(message -> {
            assertTrue(message.status() >= 100 && message.status() <= 699);
            assertTrue(message.statusText().length() <= 100, message::statusText);
            message.answers("z9", "x");
            message.passes();
        });
    }
}
