package upkeep.probe.radius;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.Recorded;

/** Packets of RADIUS. */
public final class RadiusFuzzTargets {

    private static final byte[] SECRET = "testing123".getBytes(StandardCharsets.US_ASCII);

    private RadiusFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.of("radius-packet", RadiusFuzzTargets::packet, RadiusPacket.class)
                .from(
                        Recorded.hex("02da0014ef0d552a4bf2d693ec2b6fe8b5411d66"),
                        Recorded.hex("0200002686fe220e7624ba2a1005f6bf9b55e0b20606000000010f06000000000e06c0a80103"),
                        Recorded.hex("02c60020524b29d914f8453cefbbf0b8799497bc120c48656c6c6f2c20626f62")));
    }

    private static void packet(byte[] bytes) {
        RadiusPacket.parse(bytes).ifPresent(packet -> {
            packet.text(RadiusPacket.REPLY_MESSAGE);
            assertTrue(!packet.answers(new byte[16], SECRET) || bytes.length >= 20);
            if (bytes.length <= 4_000) {
                RadiusPacket again = RadiusPacket.parse(packet.signed(SECRET)).orElseThrow();
                assertEquals(packet.attributes().size() + 1, again.attributes().size());
            }
        });
    }
}
