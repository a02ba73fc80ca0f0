package upkeep.probe.database;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.ByteWriter;
import upkeep.probe.wire.Malformed;

/** The documents of MongoDB, as far as its commands and their answers need them (bsonspec.org, version 1.1). */
public final class Bson {

    private static final int DOUBLE = 0x01;
    private static final int TEXT = 0x02;
    private static final int DOCUMENT = 0x03;
    private static final int BINARY = 0x05;
    private static final int TRUTH = 0x08;
    private static final int INT32 = 0x10;
    private static final int INT64 = 0x12;

    private final ByteWriter elements = new ByteWriter();

    Bson with(String name, int value) {
        elements.octet(INT32).textAndZero(name).little(value, 4);
        return this;
    }

    Bson with(String name, boolean value) {
        elements.octet(TRUTH).textAndZero(name).octet(value ? 1 : 0);
        return this;
    }

    Bson with(String name, String value) {
        byte[] text = new ByteWriter().textAndZero(value).toBytes();
        elements.octet(TEXT).textAndZero(name).little(text.length, 4).bytes(text);
        return this;
    }

    Bson with(String name, byte[] value) {
        elements.octet(BINARY)
                .textAndZero(name)
                .little(value.length, 4)
                .octet(0)
                .bytes(value);
        return this;
    }

    Bson with(String name, Bson value) {
        elements.octet(DOCUMENT).textAndZero(name).bytes(value.toBytes());
        return this;
    }

    byte[] toBytes() {
        return new ByteWriter()
                .little(elements.size() + 5L, 4)
                .bytes(elements.toBytes())
                .octet(0)
                .toBytes();
    }

    /** The texts, numbers, truth values and binary values of a document; what is of another type is passed over. */
    public record Fields(Map<String, Object> values) {

        public static Fields read(ByteReader message) throws Malformed {
            long length = message.little(4);
            ByteReader document = message.part(length - 4);
            Map<String, Object> values = new LinkedHashMap<>();
            for (int type = document.octet(); type != 0; type = document.octet()) {
                String name = document.textToZero();
                value(type, document).ifPresent(value -> values.put(name, value));
            }
            return new Fields(values);
        }

        Optional<String> text(String name) {
            return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
        }

        Optional<byte[]> binary(String name) {
            return values.get(name) instanceof byte[] bytes ? Optional.of(bytes) : Optional.empty();
        }

        /** Whether a value is true, or a number other than 0. */
        public boolean isTrue(String name) {
            return values.get(name) instanceof Boolean truth ? truth : number(name) != 0;
        }

        /** A number; 0 where there is none. */
        public long number(String name) {
            return values.get(name) instanceof Number number ? number.longValue() : 0;
        }

        private static Optional<Object> value(int type, ByteReader document) throws Malformed {
            return switch (type) {
                case DOUBLE -> Optional.of(Double.longBitsToDouble(document.little(8)));
                case TEXT -> Optional.of(text(document));
                case BINARY -> {
                    long length = document.little(4);
                    document.skip(1);
                    yield Optional.of(document.take(length));
                }
                case TRUTH -> Optional.of(document.octet() != 0);
                case INT32 -> Optional.of((long) (int) document.little(4));
                case INT64 -> Optional.of(document.little(8));
                default -> {
                    passOver(type, document);
                    yield Optional.empty();
                }
            };
        }

        private static String text(ByteReader document) throws Malformed {
            return document.part(document.little(4)).textToZero();
        }

        private static void passOver(int type, ByteReader document) throws Malformed {
            switch (type) {
                // Undefined, null, the least and the greatest key.
                case 0x06, 0x0a, 0x7f, 0xff -> {}
                // Documents, arrays, and code with its scope: their own length comes first and counts itself.
                case DOCUMENT, 0x04, 0x0f -> document.skip(document.little(4) - 4);
                // Object ids.
                case 0x07 -> document.skip(12);
                // Dates and time stamps.
                case 0x09, 0x11 -> document.skip(8);
                // Regular expressions.
                case 0x0b -> {
                    document.textToZero();
                    document.textToZero();
                }
                // Pointers into other collections.
                case 0x0c -> document.skip(document.little(4) + 12);
                // Code and symbols.
                case 0x0d, 0x0e -> document.skip(document.little(4));
                // Decimal numbers.
                case 0x13 -> document.skip(16);
                default -> throw new Malformed("sent a document with a value of the unknown type " + type);
            }
        }
    }
}
