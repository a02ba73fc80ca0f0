package upkeep.probe.messaging;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import upkeep.probe.wire.OctetWriter;

/**
 * A control packet of MQTT 3.1.1 or 5.0 (OASIS, chapters 2 and 3), taken apart. Pure; a packet that is cut short or
 * contradicts itself has no reading.
 *
 * @param type the kind of packet, 1 to 15
 * @param flags the lower four bits of its first octet
 * @param body what follows the length
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
record MqttPacket(int type, int flags, byte[] body) {

    static final int CONNECT = 1;
    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int SUBSCRIBE = 8;
    static final int SUBACK = 9;
    static final int DISCONNECT = 14;

    private static final int MAXIMUM_QOS = 0x24;
    private static final int REASON_STRING = 0x1F;

    /**
     * The answer to CONNECT, SUBSCRIBE or PUBLISH, or the reason for a DISCONNECT.
     *
     * @param code a return code of 3.1.1 or a reason code of 5.0
     * @param reason what the server adds for people, 5.0 only
     * @param maximumQos the highest quality of service that the server takes; 5.0 only, absent for all
     */
    record Outcome(int code, Optional<String> reason, OptionalInt maximumQos) {}

    /** A message that was published, without its properties. */
    @SuppressWarnings("ArrayRecordComponent")
    record Message(String topic, byte[] payload) {}

    /** The packet as it is sent. */
    byte[] bytes() {
        OctetWriter out = new OctetWriter().octet(type << 4 | flags);
        int rest = body.length;
        do {
            int digit = rest & 0x7f;
            rest >>= 7;
            out.octet(rest > 0 ? digit | 0x80 : digit);
        } while (rest > 0);
        return out.bytes(body).toBytes();
    }

    /** Of a CONNACK: flags, code, and properties in 5.0, which a server of another version leaves out. */
    Optional<Outcome> connectOutcome(boolean five) {
        return reading(in -> {
            in.get();
            return outcome(in, in.get() & 0xff, five && in.hasRemaining());
        });
    }

    /** Of a SUBACK or PUBACK for the packet with this identifier; nothing where it is for another. */
    Optional<Outcome> answerTo(int identifier, boolean five) {
        return reading(in -> {
            if ((in.getShort() & 0xffff) != identifier) {
                throw new IllegalArgumentException("another packet");
            }
            if (type == PUBACK) {
                return in.hasRemaining() && five
                        ? outcome(in, in.get() & 0xff, in.hasRemaining())
                        : outcome(in, 0, false);
            }
            Outcome properties = outcome(in, 0, five);
            return new Outcome(in.get() & 0xff, properties.reason(), properties.maximumQos());
        });
    }

    /** Of a DISCONNECT that the server sends, 5.0. */
    Optional<Outcome> disconnectOutcome() {
        return reading(
                in -> in.hasRemaining() ? outcome(in, in.get() & 0xff, in.hasRemaining()) : outcome(in, 0, false));
    }

    /** Of a PUBLISH. */
    Optional<Message> message(boolean five) {
        return reading(in -> {
            String topic = text(in);
            if ((flags & 0b110) != 0) {
                in.getShort();
            }
            if (five) {
                properties(in);
            }
            byte[] payload = new byte[in.remaining()];
            in.get(payload);
            return new Message(topic, payload);
        });
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ByteBuffer in);
    }

    private <T> Optional<T> reading(Reading<T> reading) {
        try {
            return Optional.of(reading.of(ByteBuffer.wrap(body)));
        } catch (BufferUnderflowException | IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    private static Outcome outcome(ByteBuffer in, int code, boolean withProperties) {
        Map<Integer, Object> properties = withProperties ? properties(in) : Map.of();
        Optional<String> reason =
                properties.get(REASON_STRING) instanceof String text ? Optional.of(text) : Optional.empty();
        OptionalInt maximum =
                properties.get(MAXIMUM_QOS) instanceof Integer most ? OptionalInt.of(most) : OptionalInt.empty();
        return new Outcome(code, reason, maximum);
    }

    /** Properties by identifier; of one that is repeated, the last (5.0 section 2.2.2). */
    private static Map<Integer, Object> properties(ByteBuffer in) {
        ByteBuffer own = part(in, variable(in));
        Map<Integer, Object> properties = new TreeMap<>();
        while (own.hasRemaining()) {
            int identifier = variable(own);
            properties.put(identifier, property(identifier, own));
        }
        return properties;
    }

    private static Object property(int identifier, ByteBuffer in) {
        return switch (identifier) {
            case 0x01, 0x17, 0x19, MAXIMUM_QOS, 0x25, 0x28, 0x29, 0x2A -> in.get() & 0xff;
            case 0x13, 0x21, 0x22, 0x23 -> in.getShort() & 0xffff;
            case 0x02, 0x11, 0x18, 0x27 -> in.getInt();
            case 0x0B -> variable(in);
            case 0x03, 0x08, 0x09, 0x12, 0x15, 0x16, 0x1A, 0x1C, REASON_STRING -> text(in);
            case 0x26 -> text(in) + ": " + text(in);
            default -> throw new IllegalArgumentException("no such property");
        };
    }

    private static ByteBuffer part(ByteBuffer in, int length) {
        ByteBuffer part = in.slice(in.position(), Math.min(length, in.remaining()));
        in.position(in.position() + length);
        return part;
    }

    private static String text(ByteBuffer in) {
        byte[] text = new byte[in.getShort() & 0xffff];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    /** A number of one to four octets with seven bits each, the lowest first. */
    private static int variable(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int digit = in.get();
            value |= (digit & 0x7f) << shift;
            if (digit >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("number too long");
    }
}
