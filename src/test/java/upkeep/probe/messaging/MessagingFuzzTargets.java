package upkeep.probe.messaging;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.Recorded;

/** Packets of message brokers. */
public final class MessagingFuzzTargets {

    private MessagingFuzzTargets() {}

    public static List<FuzzTarget> all() {
        byte[] recorded = Recorded.bytes("rabbitmq-queue");
        return List.of(
                FuzzTarget.of("amqp-method", MessagingFuzzTargets::method, AmqpMethod.class)
                        .from(
                                Arrays.copyOfRange(recorded, 7, recorded.length),
                                Recorded.hex("000a001e07ff00020000003c"),
                                Recorded.hex("0032000b04776f726b0000000300000001"),
                                Recorded.hex("000a00320194026e6f00000000")),
                FuzzTarget.of("mqtt-packet", MessagingFuzzTargets::packet, MqttPacket.class, MqttCode.class)
                        .from(
                                Recorded.hex("20 0087 0a 1f 0007 6e6f2c206e6f21"),
                                Recorded.hex("90 0001 00 00"),
                                Recorded.hex("32 0001 74 0002 00 7061796c6f6164"),
                                Recorded.hex("e0 8b 05 2400 2601 61")));
    }

    private static void method(byte[] bytes) {
        AmqpMethod.parse(bytes).ifPresent(method -> {
            assertArrayEquals(bytes, method.payload());
            method.start();
            method.tune();
            method.closing();
            method.queue();
        });
    }

    /** The first byte is the packet's, the length of the rest is known. */
    private static void packet(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        MqttPacket packet =
                new MqttPacket(bytes[0] >> 4 & 0xf, bytes[0] & 0xf, Arrays.copyOfRange(bytes, 1, bytes.length));
        assertTrue(packet.bytes().length > bytes.length);
        for (boolean five : new boolean[] {true, false}) {
            packet.connectOutcome(five).ifPresent(outcome -> MqttCode.words(outcome.code()));
            packet.answerTo(1, five);
            packet.message(five);
        }
        packet.disconnectOutcome();
    }
}
