package upkeep.spec;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import upkeep.spec.SetDirective.Content;

/**
 * A key that stands for directives of systemd, and for which.
 *
 * @param reading reads the key, and says what it sets
 */
record DirectiveKey<F extends Form>(Key<F> key, Reading reading) {

    static final String UNIT = "Unit";
    static final String SERVICE = "Service";
    static final String INSTALL = "Install";

    @FunctionalInterface
    interface Reading {
        void read(Fields fields, SetList to);
    }

    void read(Fields fields, SetList to) {
        reading.read(fields, to);
    }

    /** A single word or number. */
    static <T> DirectiveKey<Form.Value<T>> word(String section, String directive, Key<Form.Value<T>> key) {
        return one(section, directive, key, value -> word(key.form().kind(), value));
    }

    static <T> DirectiveKey<Form.Value<T>> word(String directive, String name, Kind<T> kind, String meaning) {
        return word(SERVICE, directive, Key.value(name, kind).means(meaning));
    }

    /** Words that add up, one an assignment. */
    static <T> DirectiveKey<Form.Values<T>> words(String section, String directive, Key<Form.Values<T>> key) {
        return each(section, directive, key, (value, _) -> word(key.form().kind(), value.value()));
    }

    static <T> DirectiveKey<Form.Values<T>> words(String directive, String name, Kind<T> kind, String meaning) {
        return words(SERVICE, directive, Key.values(name, kind).means(meaning));
    }

    /** Words that say all of it: what an adopted unit says of that counts no more. */
    static DirectiveKey<Form.Values<String>> set(String directive, String name, Kind<String> kind, String meaning) {
        DirectiveKey<Form.Values<String>> words = words(directive, name, kind, meaning);
        return new DirectiveKey<>(words.key(), (fields, to) -> {
            if (fields.has(words.key())) {
                to.beginAnew(SERVICE, directive, fields, words.key());
            }
            words.read(fields, to);
        });
    }

    /** A text that takes the rest of the line. */
    static DirectiveKey<Form.Value<String>> line(String section, String directive, Key<Form.Value<String>> key) {
        return one(section, directive, key, Content.Line::new);
    }

    static DirectiveKey<Form.Value<String>> line(String directive, String name, Kind<String> kind, String meaning) {
        return line(SERVICE, directive, Key.value(name, kind).means(meaning));
    }

    /** Texts that take the rest of a line each. */
    static DirectiveKey<Form.Values<String>> lines(String section, String directive, Key<Form.Values<String>> key) {
        return each(section, directive, key, (value, _) -> new Content.Line(value.value()));
    }

    static DirectiveKey<Form.Values<String>> lines(String directive, String name, Kind<String> kind, String meaning) {
        return lines(SERVICE, directive, Key.values(name, kind).means(meaning));
    }

    /** The same, where placeholders are filled in. */
    static DirectiveKey<Form.Values<String>> filledIn(String section, String directive, Key<Form.Values<String>> key) {
        return each(section, directive, key, (value, to) -> new Content.Line(to.filledIn(value)));
    }

    /** Words of a list, one an assignment, which may have blanks and quotes in them. */
    static DirectiveKey<Form.Values<String>> items(String section, String directive, Key<Form.Values<String>> key) {
        return each(section, directive, key, (value, _) -> new Content.Item(value.value()));
    }

    /** So many times in a time, as two directives: {@code NAMEIntervalSec=} and {@code NAMEBurst=}. */
    static DirectiveKey<Form.Value<Restart.Budget>> rate(
            String section, String name, Key<Form.Value<Restart.Budget>> key) {
        return new DirectiveKey<>(
                key,
                (fields, to) -> fields.read(key).ifPresent(rate -> {
                    Content interval = new Content.Word(rate.per().toString());
                    to.add(section, name + "IntervalSec", interval, fields, key);
                    Content burst = new Content.Word(Integer.toString(rate.count()));
                    to.add(section, name + "Burst", burst, fields, key);
                }));
    }

    /** A map of such keys. */
    static DirectiveKey<Form.Map> map(String name, String meaning, List<DirectiveKey<?>> keys) {
        return map(name, meaning, keys, (fields, to) -> {});
    }

    /** A map of such keys, of which {@code check} sees whether they go together. */
    static DirectiveKey<Form.Map> map(String name, String meaning, List<DirectiveKey<?>> keys, Reading check) {
        return map(Key.map(name, vocabulary(name, keys)).means(meaning), keys, check);
    }

    /** The same, where the map's own vocabulary names its owner. */
    static DirectiveKey<Form.Map> map(Key<Form.Map> key, List<DirectiveKey<?>> keys) {
        return map(key, keys, (fields, to) -> {});
    }

    private static DirectiveKey<Form.Map> map(Key<Form.Map> key, List<DirectiveKey<?>> keys, Reading check) {
        return new DirectiveKey<>(key, (fields, to) -> {
            if (fields.has(key)) {
                Fields inner = fields.map(key);
                keys.forEach(each -> each.read(inner, to));
                check.read(inner, to);
            }
        });
    }

    static Vocabulary vocabulary(String owner, List<DirectiveKey<?>> keys) {
        return Vocabulary.of(owner, keys.stream().map(DirectiveKey::key).toArray(Key<?>[]::new));
    }

    private static <T> DirectiveKey<Form.Value<T>> one(
            String section, String directive, Key<Form.Value<T>> key, Function<T, Content> content) {
        Key<Form.Value<T>> told = told(directive, key);
        return new DirectiveKey<>(
                told,
                (fields, to) -> fields.read(told)
                        .ifPresent(value -> to.add(section, directive, content.apply(value), fields, told)));
    }

    private static <T> DirectiveKey<Form.Values<T>> each(
            String section,
            String directive,
            Key<Form.Values<T>> key,
            BiFunction<Located<T>, SetList, Content> content) {
        Key<Form.Values<T>> told = told(directive, key);
        return new DirectiveKey<>(told, (fields, to) -> {
            for (Located<T> value : fields.list(told)) {
                to.add(section, directive, content.apply(value, to), fields, told, value.position());
            }
        });
    }

    /** The key whose meaning begins with the directive. */
    private static <F extends Form> Key<F> told(String directive, Key<F> key) {
        String more = key.meaning();
        String separator = more.isEmpty() || ":;,".indexOf(more.charAt(0)) >= 0 ? "" : ": ";
        return key.means("`" + directive + "=`" + separator + more);
    }

    private static <T> Content word(Kind<T> kind, T value) {
        String text = value instanceof Boolean yes
                ? (yes ? "yes" : "no")
                : kind.show().apply(value);
        return new Content.Word(text);
    }
}
