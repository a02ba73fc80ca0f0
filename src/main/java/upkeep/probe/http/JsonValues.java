package upkeep.probe.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Words;
import upkeep.target.JsonPath;

/** Finds values in JSON texts without keeping the rest. */
final class JsonValues {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(256)
                    .maxNumberLength(100)
                    .maxNameLength(10_000)
                    .build())
            .build();

    private JsonValues() {}

    /** What stands at a path. */
    sealed interface Value {

        /** As people write it. */
        String text();

        /** Whether it is what a spec says; numbers are compared as numbers. */
        default boolean is(String wanted) {
            return text().equals(wanted);
        }

        /** Makes it known to rules. */
        void tell(String name, Findings findings);
    }

    record Text(String text) implements Value {
        @Override
        public void tell(String name, Findings findings) {
            findings.found(name, text);
        }
    }

    record Figure(BigDecimal number, String text) implements Value {
        @Override
        public boolean is(String wanted) {
            try {
                return number.compareTo(new BigDecimal(wanted)) == 0;
            } catch (NumberFormatException noNumber) {
                return false;
            }
        }

        @Override
        public void tell(String name, Findings findings) {
            double value = number.doubleValue();
            if (Double.isFinite(value)) {
                findings.measure(name, value);
            }
        }
    }

    record Truth(boolean value) implements Value {
        @Override
        public String text() {
            return Boolean.toString(value);
        }

        @Override
        public void tell(String name, Findings findings) {
            findings.measure(name, value ? 1 : 0);
        }
    }

    /** Null, an object, an array, or a number beyond all measure. */
    record Other(String text) implements Value {
        @Override
        public void tell(String name, Findings findings) {}
    }

    /** The text is no JSON, from some place on. */
    record Broken(String why) implements Value {
        @Override
        public String text() {
            return why;
        }

        @Override
        public void tell(String name, Findings findings) {}
    }

    /** The value at a path, or that the text is broken; nothing if the way leads nowhere. The whole text is read. */
    static Optional<Value> find(byte[] json, JsonPath path) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                return Optional.of(new Broken("it is empty"));
            }
            Optional<Value> value = Optional.empty();
            if (isAt(parser, path)) {
                value = Optional.of(value(parser));
            }
            JsonToken rest = parser.nextToken();
            while (rest != null) {
                rest = parser.nextToken();
            }
            return value;
        } catch (JsonProcessingException broken) {
            return Optional.of(new Broken(Words.printable(broken.getOriginalMessage(), 100)
                    + Optional.ofNullable(broken.getLocation())
                            .map(place -> " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")")
                            .orElse("")));
        } catch (IOException impossible) {
            return Optional.of(new Broken(Words.printable(String.valueOf(impossible.getMessage()), 100)));
        }
    }

    private static boolean isAt(JsonParser parser, JsonPath path) throws IOException {
        for (JsonPath.Step step : path.steps()) {
            boolean found = switch (step) {
                case JsonPath.Name name -> enter(parser, name.name());
                case JsonPath.Index index -> enter(parser, index.index());
            };
            if (!found) {
                return false;
            }
        }
        return true;
    }

    private static boolean enter(JsonParser parser, String name) throws IOException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return false;
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean found = name.equals(parser.currentName());
            parser.nextToken();
            if (found) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static boolean enter(JsonParser parser, int index) throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            return false;
        }
        for (int i = 0; parser.nextToken() != JsonToken.END_ARRAY; i++) {
            if (i == index) {
                return true;
            }
            parser.skipChildren();
        }
        return false;
    }

    private static Value value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> new Text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> figure(parser.getText());
            case VALUE_TRUE -> new Truth(true);
            case VALUE_FALSE -> new Truth(false);
            case START_OBJECT -> new Other("an object");
            case START_ARRAY -> new Other("an array");
            default -> new Other("null");
        };
    }

    private static Value figure(String digits) {
        try {
            return new Figure(new BigDecimal(digits), digits);
        } catch (NumberFormatException exponentTooLarge) {
            return new Other(digits);
        }
    }
}
