package upkeep.store.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;

/** Values that are one number, text or truth. */
enum Scalar implements Shape {
    TRUTH(false) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            json.writeBoolean((Boolean) value);
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            return switch (json.currentToken()) {
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case null, default -> throw new CodecException("neither true nor false");
            };
        }
    },
    INT(0) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            json.writeNumber((Integer) value);
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            expect(json, JsonToken.VALUE_NUMBER_INT, "no whole number");
            return json.getIntValue();
        }
    },
    LONG(0L) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            json.writeNumber((Long) value);
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            expect(json, JsonToken.VALUE_NUMBER_INT, "no whole number");
            return json.getLongValue();
        }
    },
    /** JSON has no word for what is not finite; Java's is written as a text. */
    DOUBLE(0.0) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            double number = (Double) value;
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeString(Double.toString(number));
            }
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            return switch (json.currentToken()) {
                case VALUE_NUMBER_FLOAT, VALUE_NUMBER_INT -> json.getDoubleValue();
                case VALUE_STRING -> notFinite(json.getText());
                case null, default -> throw new CodecException("no number");
            };
        }

        private double notFinite(String text) throws CodecException {
            return switch (text) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw new CodecException("no number: " + text);
            };
        }
    },
    TEXT("") {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            json.writeString((String) value);
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            expect(json, JsonToken.VALUE_STRING, "no text");
            return json.getText();
        }
    },
    INSTANT(null) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            json.writeString(value.toString());
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            expect(json, JsonToken.VALUE_STRING, "no time");
            try {
                return Instant.parse(json.getText());
            } catch (DateTimeException e) {
                throw new CodecException("no time: " + json.getText(), e);
            }
        }
    },
    DURATION(null) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            json.writeString(value.toString());
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            expect(json, JsonToken.VALUE_STRING, "no length of time");
            try {
                return Duration.parse(json.getText());
            } catch (DateTimeException e) {
                throw new CodecException("no length of time: " + json.getText(), e);
            }
        }
    },
    MOMENT(null) {
        @Override
        public void write(JsonGenerator json, Object value, Way way) throws IOException {
            way.chain().write(json, (Moment) value);
        }

        @Override
        public Object read(JsonParser json, Way way) throws IOException {
            return way.chain().read(json);
        }
    };

    private static final Map<Class<?>, Scalar> BY_TYPE = Map.ofEntries(
            Map.entry(boolean.class, TRUTH),
            Map.entry(Boolean.class, TRUTH),
            Map.entry(int.class, INT),
            Map.entry(Integer.class, INT),
            Map.entry(long.class, LONG),
            Map.entry(Long.class, LONG),
            Map.entry(double.class, DOUBLE),
            Map.entry(Double.class, DOUBLE),
            Map.entry(String.class, TEXT),
            Map.entry(Instant.class, INSTANT),
            Map.entry(Duration.class, DURATION),
            Map.entry(Moment.class, MOMENT));

    @SuppressWarnings("ImmutableEnumChecker") // a number, a text, or null
    private final @Nullable Object nothing;

    Scalar(@Nullable Object nothing) {
        this.nothing = nothing;
    }

    static @Nullable Scalar of(Class<?> type) {
        return BY_TYPE.get(type);
    }

    private static void expect(JsonParser json, JsonToken token, String otherwise) throws CodecException {
        if (json.currentToken() != token) {
            throw new CodecException(otherwise);
        }
    }

    @Override
    public @Nullable Object nothing() {
        return nothing;
    }

    @Override
    public String describe(SortedMap<String, String> types) {
        return name();
    }
}
