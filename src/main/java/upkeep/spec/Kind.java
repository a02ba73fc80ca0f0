package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import upkeep.base.Nearest;

/**
 * A kind of single value: how its text is read, and what is said of a text that is none.
 *
 * @param parse the value that a text stands for, or nothing
 * @param why what is wrong with a text that {@code parse} refuses, as in "cannot read X: why"
 * @param hint how to write it instead
 * @param show the value as {@code explain} prints it
 * @param shape what texts of the kind look like
 */
record Kind<T>(
        Function<String, Optional<T>> parse,
        Function<String, String> why,
        Function<String, String> hint,
        Function<T, String> show,
        Shape shape) {

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,8}|1[0-9]{9}");
    private static final Pattern ARTICLE = Pattern.compile("^an? ");

    /** A kind called {@code name} in "it is not NAME", with one hint for all mistakes. */
    static <T> Kind<T> of(String name, String hint, Function<String, Optional<T>> parse) {
        Shape shape = Shape.Text.of(ARTICLE.matcher(name).replaceFirst(""));
        return new Kind<>(parse, text -> "it is not " + name, text -> hint, String::valueOf, shape);
    }

    /** One of a few words, written in kebab-case. */
    static <E extends Enum<E>> Kind<E> word(List<E> values) {
        List<String> words = values.stream().map(Kind::kebab).toList();
        return new Kind<>(
                text -> values.stream()
                        .filter(value -> kebab(value).equals(text))
                        .findFirst(),
                text -> "it must be one of " + String.join(", ", words),
                text -> Nearest.to(text, words)
                        .map(word -> "did you mean " + Quoted.text(word) + "?")
                        .orElse("write one of these words"),
                Kind::kebab,
                new Shape.Words(words));
    }

    private static String kebab(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** A whole number between two bounds, both included. */
    static Kind<Integer> whole(int least, int most) {
        String range = "a whole number from " + least + " to " + most;
        Kind<Integer> kind = of(range, "write " + range, text -> number(text).filter(n -> n >= least && n <= most));
        return kind.shaped(new Shape.Whole(least, most));
    }

    private static Optional<Integer> number(String text) {
        return NUMBER.matcher(text).matches() ? Optional.of(Integer.valueOf(text)) : Optional.empty();
    }

    /** A text that must obey some rules; {@code fault} names the rule it breaks. */
    static Kind<String> text(Function<String, Optional<String>> fault, String hint) {
        return new Kind<>(
                text -> fault.apply(text).isPresent() ? Optional.empty() : Optional.of(text),
                text -> fault.apply(text).orElse("it is not valid"),
                text -> hint,
                text -> text,
                Shape.Text.ANY);
    }

    /** The same kind with one more condition; {@code why} completes "cannot read X: it …". */
    Kind<T> where(java.util.function.Predicate<T> holds, String reason, String advice) {
        return new Kind<>(
                text -> parse.apply(text).filter(holds),
                text -> parse.apply(text).isPresent() ? reason : why.apply(text),
                text -> parse.apply(text).isPresent() ? advice : hint.apply(text),
                show,
                shape);
    }

    /** The same kind, shown in another way. */
    Kind<T> shown(Function<T, String> otherwise) {
        return new Kind<>(parse, why, hint, otherwise, shape);
    }

    /** The same kind, whose texts look otherwise. */
    Kind<T> shaped(Shape other) {
        return new Kind<>(parse, why, hint, show, other);
    }

    /** The same kind of texts, under another name. */
    Kind<T> called(String name, String several) {
        return shaped(new Shape.Text(name, several, pattern()));
    }

    Kind<T> called(String name) {
        return called(name, name + "s");
    }

    /** The same kind of texts; {@code pattern} is found in each of them, and may be in others as well. */
    Kind<T> matching(String pattern) {
        return shaped(new Shape.Text(shape.name(), shape.several(), pattern));
    }

    private String pattern() {
        return shape instanceof Shape.Text text ? text.pattern() : "";
    }

    /** How a list of values is shown. */
    String showAll(List<T> values) {
        List<String> texts = new ArrayList<>();
        for (T value : values) {
            texts.add(show.apply(value));
        }
        return String.join(", ", texts);
    }
}
