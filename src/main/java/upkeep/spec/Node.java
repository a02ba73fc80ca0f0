package upkeep.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.SourcePos;

/** A piece of YAML with the place it was written at. Values are texts; what a text means is the reader's business. */
sealed interface Node {

    SourcePos position();

    /** What it is called in an error message. */
    String kind();

    /** Keys with their values, in the order written. */
    record Mapping(SourcePos position, Map<String, Entry> entries) implements Node {
        public Mapping {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String kind() {
            return "a map";
        }
    }

    record Entry(String key, SourcePos keyPosition, Node value) {
        /** What stands under a key, if the value is a map that has it. */
        Optional<Entry> inner(Key<?> inner) {
            return value instanceof Mapping map
                    ? Optional.ofNullable(map.entries().get(inner.name()))
                    : Optional.empty();
        }
    }

    record Sequence(SourcePos position, List<Node> items) implements Node {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /**
     * A single value.
     *
     * @param text what was written, after YAML's own quoting and folding only: {@code no} and {@code 0644} stay so
     * @param quoted whether it was written in quotes or as a block
     * @param written how it stands in the file, from the first sign to the last
     */
    record Scalar(SourcePos position, String text, boolean quoted, String written) implements Node {
        /** One that stands for a part of another, and has its place. */
        static Scalar part(Node whole, String text) {
            return new Scalar(whole.position(), text, true, text);
        }

        /** Where in the file the char at an offset of the text stands; of what fills several lines, the beginning. */
        SourcePos positionOf(int offset) {
            int column = position.column() + ScalarColumns.before(text, written, offset);
            return new SourcePos(position.file(), position.line(), column);
        }

        /** Whether nothing at all was written, as in {@code user:}. */
        boolean isAbsent() {
            return text.isEmpty() && !quoted;
        }

        @Override
        public String kind() {
            return isAbsent() ? "empty" : "a single value";
        }
    }
}
