package upkeep.probe.socket;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.Checks;
import upkeep.probe.wire.ServedBytes;
import upkeep.target.TcpTarget;

/** Echo replies, and what a dialogue written in a spec hears. */
public final class SocketFuzzTargets {

    private static final long COOKIE = 0x0123_4567_89ab_cdefL;

    private static final TcpTarget DIALOGUE = (TcpTarget)
            Checks.of("{tcp: {port: 2525, dialogue: [{expect: '^220 (a|b)+$', until: \"\\r\\n\"}, {send: \"x\"},"
                            + " {expect: '.', length: 3}]}}")
                    .target();

    private SocketFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of("echo-reply", SocketFuzzTargets::reply, EchoMessage.class)
                        .from(
                                EchoMessage.request(false, 1, 2, COOKIE, 16),
                                EchoMessage.request(true, 1, 2, COOKIE, 17)),
                FuzzTarget.of(
                                "written-dialogue",
                                SocketFuzzTargets::dialogue,
                                WrittenDialogue.class,
                                OctetPattern.class)
                        .from("220 abba\r\nabc", "220 " + "ab".repeat(50) + "c\r\n"));
    }

    private static void reply(byte[] bytes) {
        for (boolean isVersion6 : new boolean[] {true, false}) {
            EchoMessage.sequence(bytes, isVersion6, COOKIE);
            if (bytes.length >= EchoMessage.HEADER + Long.BYTES) {
                byte[] ours = ByteBuffer.wrap(bytes.clone())
                        .put(0, (byte) (isVersion6 ? 129 : 0))
                        .put(1, (byte) 0)
                        .putLong(EchoMessage.HEADER, COOKIE)
                        .array();
                assertTrue(EchoMessage.sequence(ours, isVersion6, COOKIE).isPresent());
            }
        }
        assertTrue(EchoMessage.checksum(bytes) >>> 16 == 0);
    }

    private static void dialogue(byte[] bytes) {
        ServedBytes.hold(bytes, false, DIALOGUE, channel -> new WrittenDialogue(channel).speak(DIALOGUE.dialogue()));
    }
}
