package upkeep.spec;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What the texts of a kind look like, for people and as far as a JSON Schema can say it. */
sealed interface Shape {

    /** What one is called: {@code time span}. */
    String name();

    /** What several are called, as in "list of time spans". */
    String several();

    /** Any of the words for yes and no. */
    record Truth() implements Shape {
        @Override
        public String name() {
            return "truth value";
        }

        @Override
        public String several() {
            return "truth values";
        }
    }

    /** A whole number between two bounds, both included. */
    record Whole(int least, int most) implements Shape {
        @Override
        public String name() {
            return least + " to " + most;
        }

        @Override
        public String several() {
            return "numbers from " + name();
        }
    }

    /** One of a few words. */
    record Words(List<String> words) implements Shape {
        public Words {
            words = List.copyOf(words);
        }

        @Override
        public String name() {
            List<String> quoted = words.stream().map(word -> "`" + word + "`").toList();
            return quoted.size() == 1
                    ? quoted.getFirst()
                    : String.join(", ", quoted.subList(0, quoted.size() - 1)) + " or " + quoted.getLast();
        }

        @Override
        public String several() {
            return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(", "));
        }
    }

    /**
     * One of many words, too many to name them all wherever one is asked for.
     *
     * @param meanings by the words, in the order in which people are told of them; each in Markdown, on one line
     */
    record Glossary(String name, String several, SequencedMap<String, String> meanings) implements Shape {
        public Glossary {
            meanings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(meanings));
        }
    }

    /**
     * A text.
     *
     * @param pattern what is found in each of them; others may match as well. Of what Java and ECMA 262 have in common
     */
    record Text(String name, String several, String pattern) implements Shape {

        /** Any text at all. */
        static final Text ANY = of("text");

        static Text of(String name) {
            return new Text(name, name + "s", "");
        }
    }
}
