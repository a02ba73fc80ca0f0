package upkeep.probe.messaging;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.probe.wire.OctetWriter;

/**
 * A method of AMQP 0-9-1 (section 4.2.4): its two numbers and the arguments behind them. Pure; arguments that are cut
 * short or of no known type have no reading.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and shared by nobody.
record AmqpMethod(int type, int number, byte[] arguments) {

    static final int CONNECTION = 10;
    static final int CHANNEL = 20;
    static final int QUEUE = 50;

    /** How deep tables may lie in each other. */
    private static final int DEEPEST = 8;

    /** What a server says of itself, and how one may log in. */
    record Start(Map<String, String> properties, String mechanisms) {}

    /** The limits that the server sets. */
    record Tune(int channelMax, int frameMax) {}

    /** Why the server ends a connection or a channel. */
    record Close(int code, String text) {}

    /** A queue as it is. */
    record Queue(long messages, long consumers) {}

    /** The method in the payload of a frame. */
    static Optional<AmqpMethod> parse(byte[] payload) {
        if (payload.length < 4) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int type = in.getShort() & 0xffff;
        int number = in.getShort() & 0xffff;
        byte[] arguments = new byte[in.remaining()];
        in.get(arguments);
        return Optional.of(new AmqpMethod(type, number, arguments));
    }

    boolean is(int wantedType, int wantedNumber) {
        return type == wantedType && number == wantedNumber;
    }

    /** The payload of a frame. */
    byte[] payload() {
        return new OctetWriter().pair(type).pair(number).bytes(arguments).toBytes();
    }

    Optional<Start> start() {
        return reading(in -> {
            in.getShort();
            Map<String, String> properties = table(in, 0);
            return new Start(properties, longText(in));
        });
    }

    Optional<Tune> tune() {
        return reading(in -> new Tune(in.getShort() & 0xffff, in.getInt()));
    }

    Optional<Close> closing() {
        return reading(in -> new Close(in.getShort() & 0xffff, shortText(in)));
    }

    Optional<Queue> queue() {
        return reading(in -> {
            shortText(in);
            return new Queue(in.getInt() & 0xffff_ffffL, in.getInt() & 0xffff_ffffL);
        });
    }

    @FunctionalInterface
    private interface Reading<T> {
        T of(ByteBuffer in);
    }

    private <T> Optional<T> reading(Reading<T> reading) {
        try {
            return Optional.of(reading.of(ByteBuffer.wrap(arguments)));
        } catch (BufferUnderflowException | IllegalArgumentException wrong) {
            return Optional.empty();
        }
    }

    private static String shortText(ByteBuffer in) {
        return text(in, in.get() & 0xff);
    }

    private static String longText(ByteBuffer in) {
        return text(in, in.getInt());
    }

    private static String text(ByteBuffer in, int length) {
        byte[] text = new byte[within(in, length)];
        in.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static int within(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("cut short");
        }
        return length;
    }

    /** The fields of a table that are texts; all others are passed over (section 4.2.5.5, with RabbitMQ's errata). */
    private static Map<String, String> table(ByteBuffer in, int depth) {
        if (depth == DEEPEST) {
            throw new IllegalArgumentException("too deep");
        }
        Map<String, String> texts = new LinkedHashMap<>();
        int end = within(in, in.getInt()) + in.position();
        while (in.position() < end) {
            String name = shortText(in);
            int type = in.get();
            if (type == 'S') {
                texts.put(name, longText(in));
            } else {
                pass(in, type, depth);
            }
        }
        if (in.position() != end) {
            throw new IllegalArgumentException("contradicts itself");
        }
        return texts;
    }

    private static void pass(ByteBuffer in, int type, int depth) {
        int length = switch (type) {
            case 'V' -> 0;
            case 't', 'b', 'B' -> 1;
            case 's', 'u', 'U' -> 2;
            case 'I', 'i', 'f' -> 4;
            case 'D' -> 5;
            case 'l', 'L', 'd', 'T' -> 8;
            case 'S', 'x', 'A' -> in.getInt();
            case 'F' -> {
                table(in, depth + 1);
                yield 0;
            }
            default -> throw new IllegalArgumentException("no such type");
        };
        in.position(in.position() + within(in, length));
    }
}
