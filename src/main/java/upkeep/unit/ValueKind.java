package upkeep.unit;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Nearest;
import upkeep.unit.KnownDirective.Fault;

/**
 * What a directive takes. A kind takes all that systemd 252 or 257 takes, for the value itself; whether a user or a file
 * exists is not asked. Where that is not certain, the kind is {@link Form#TEXT}.
 */
sealed interface ValueKind {

    boolean accepts(String value);

    /** What the value must be, as in "it must be …". */
    String name();

    /** The words of which one might be meant. */
    default List<String> words() {
        return List.of();
    }

    /** A value that is taken. */
    String example();

    /** The version that brought the value, 0 if it was always there. */
    default int since(String value) {
        return 0;
    }

    default Optional<Fault> fault(String value) {
        if (accepts(value)) {
            return Optional.empty();
        }
        return Optional.of(new Fault("it must be " + name(), hint(value)));
    }

    private String hint(String value) {
        return Nearest.to(value, words())
                .map(word -> "did you mean \"" + word + "\"?")
                .orElseGet(() -> "write, for example, " + example());
    }

    /** A value that has a form, such as a path. */
    record Form(String name, String example, Predicate<String> taken) implements ValueKind {

        /** Whatever fits on a line. */
        static final Form TEXT = new Form("a text", "text", value -> true);

        @Override
        public boolean accepts(String value) {
            return taken.test(value);
        }
    }

    /** One of some words, each with the version that brought it; one that ends with a colon stands for all that begin so. */
    record Words(Map<String, Integer> versions, List<String> words) implements ValueKind {

        public Words {
            versions = Map.copyOf(versions);
            words = List.copyOf(words);
        }

        @Override
        public boolean accepts(String value) {
            return word(value).isPresent();
        }

        @Override
        public String name() {
            return words.size() == 1
                    ? words.getFirst()
                    : "one of " + words.stream().map(Words::shown).collect(Collectors.joining(", "));
        }

        private static String shown(String word) {
            return word.endsWith(":") ? word + "…" : word;
        }

        @Override
        public String example() {
            return words.getFirst();
        }

        @Override
        public int since(String value) {
            return word(value).map(word -> versions.getOrDefault(word, 0)).orElse(0);
        }

        private Optional<String> word(String value) {
            return words.stream()
                    .filter(word -> word.endsWith(":") ? value.startsWith(word) : word.equals(value))
                    .findFirst();
        }
    }

    /** A whole number within bounds, both included, in C's notation. */
    record Whole(BigInteger least, BigInteger most) implements ValueKind {

        @Override
        public boolean accepts(String value) {
            return Numbers.whole(value)
                    .filter(number -> number.compareTo(least) >= 0 && number.compareTo(most) <= 0)
                    .isPresent();
        }

        @Override
        public String name() {
            return "a whole number from " + least + " to " + most;
        }

        @Override
        public String example() {
            return least.max(BigInteger.ONE.min(most)).toString();
        }
    }

    /** What one of several kinds takes. */
    record Either(List<ValueKind> kinds) implements ValueKind {

        public Either {
            kinds = List.copyOf(kinds);
        }

        @Override
        public boolean accepts(String value) {
            return kinds.stream().anyMatch(kind -> kind.accepts(value));
        }

        @Override
        public String name() {
            return kinds.stream().map(ValueKind::name).collect(Collectors.joining(", or "));
        }

        /** Of several words, only a kind that takes several has something to say. */
        @Override
        public Optional<Fault> fault(String value) {
            return kinds.stream()
                    .filter(kind -> kind instanceof Each && value.indexOf(' ') > 0 && !accepts(value))
                    .findFirst()
                    .map(each -> each.fault(value))
                    .orElseGet(() -> ValueKind.super.fault(value));
        }

        @Override
        public List<String> words() {
            return kinds.stream().flatMap(kind -> kind.words().stream()).toList();
        }

        @Override
        public String example() {
            return kinds.getFirst().example();
        }

        @Override
        public int since(String value) {
            return kinds.stream()
                    .filter(kind -> kind.accepts(value))
                    .mapToInt(kind -> kind.since(value))
                    .min()
                    .orElse(0);
        }
    }

    /** Any number of words of a kind, perhaps quoted; with {@code inverted} a ~ may stand before the first. */
    record Each(ValueKind kind, boolean inverted) implements ValueKind {

        @Override
        public boolean accepts(String value) {
            return split(value)
                    .map(words -> words.stream().allMatch(kind::accepts))
                    .orElse(false);
        }

        @Override
        public Optional<Fault> fault(String value) {
            Optional<List<String>> words = split(value);
            if (words.isEmpty()) {
                return Optional.of(new Fault("a quote in it is not closed", "put the other quote behind it"));
            }
            return words.get().stream()
                    .filter(word -> !kind.accepts(word))
                    .findFirst()
                    .flatMap(word -> words.get().size() == 1
                            ? kind.fault(word)
                            : kind.fault(word)
                                    .map(fault -> new Fault(
                                            "\"" + word + "\" in it "
                                                    + fault.why().substring("it ".length()),
                                            fault.hint())));
        }

        @Override
        public String name() {
            return kind.name();
        }

        @Override
        public List<String> words() {
            return kind.words();
        }

        @Override
        public String example() {
            return kind.example();
        }

        @Override
        public int since(String value) {
            return split(value).stream()
                    .flatMap(List::stream)
                    .mapToInt(kind::since)
                    .max()
                    .orElse(0);
        }

        private Optional<List<String>> split(String value) {
            return LooseWords.split(inverted && value.startsWith("~") ? value.substring(1) : value);
        }
    }

    /** A device, and behind it something of a kind. */
    record PerDevice(ValueKind kind) implements ValueKind {

        @Override
        public boolean accepts(String value) {
            int end = LooseWords.endOfFirst(value);
            if (end <= 0) {
                return false;
            }
            String rest = value.substring(end).strip();
            return !rest.isEmpty() && kind.accepts(rest);
        }

        @Override
        public String name() {
            return "a device, and then " + kind.name();
        }

        @Override
        public String example() {
            return "/dev/sda " + kind.example();
        }
    }

    /** One kind of several, or the only one. */
    static ValueKind either(Stream<ValueKind> kinds) {
        List<ValueKind> all = new ArrayList<>(kinds.toList());
        return all.size() == 1 ? all.getFirst() : new Either(all);
    }
}
