package upkeep.spec;

import java.util.List;
import upkeep.spec.SetDirective.Content;

/**
 * A key of a service that stands for directives of systemd, and for which.
 *
 * @param reading reads the key, and says what it sets
 */
record DirectiveKey<F extends Form>(Key<F> key, Reading reading) {

    static final String UNIT = "Unit";
    static final String SERVICE = "Service";

    @FunctionalInterface
    interface Reading {
        void read(Fields fields, SetList to);
    }

    void read(Fields fields, SetList to) {
        reading.read(fields, to);
    }

    /** A single word or number. */
    static <T> DirectiveKey<Form.Value<T>> word(String section, String directive, Key<Form.Value<T>> key) {
        Key<Form.Value<T>> told = key.means(meaning(directive, key.meaning()));
        return new DirectiveKey<>(
                told,
                (fields, to) -> fields.read(told)
                        .ifPresent(value ->
                                to.add(section, directive, word(told.form().kind(), value), fields, told)));
    }

    static <T> DirectiveKey<Form.Value<T>> word(String directive, String name, Kind<T> kind, String meaning) {
        return word(SERVICE, directive, Key.value(name, kind).means(meaning));
    }

    /** Words that add up, one an assignment. */
    static <T> DirectiveKey<Form.Values<T>> words(String section, String directive, Key<Form.Values<T>> key) {
        Key<Form.Values<T>> told = key.means(meaning(directive, key.meaning()));
        return new DirectiveKey<>(told, (fields, to) -> {
            for (Located<T> value : fields.list(told)) {
                to.add(section, directive, word(told.form().kind(), value.value()), fields, told, value.position());
            }
        });
    }

    static <T> DirectiveKey<Form.Values<T>> words(String directive, String name, Kind<T> kind, String meaning) {
        return words(SERVICE, directive, Key.values(name, kind).means(meaning));
    }

    /** Words that say all of it: what an adopted unit says of that counts no more. */
    static DirectiveKey<Form.Values<String>> set(String directive, String name, Kind<String> kind, String meaning) {
        Key<Form.Values<String>> key = Key.values(name, kind).means(meaning(directive, meaning));
        return new DirectiveKey<>(key, (fields, to) -> {
            if (fields.has(key)) {
                to.beginAnew(SERVICE, directive, fields, key);
            }
            for (Located<String> value : fields.list(key)) {
                to.add(SERVICE, directive, new Content.Word(value.value()), fields, key, value.position());
            }
        });
    }

    /** A text that takes the rest of the line. */
    static DirectiveKey<Form.Value<String>> line(String directive, String name, Kind<String> kind, String meaning) {
        Key<Form.Value<String>> key = Key.value(name, kind).means(meaning(directive, meaning));
        return new DirectiveKey<>(
                key,
                (fields, to) -> fields.read(key)
                        .ifPresent(value -> to.add(SERVICE, directive, new Content.Line(value), fields, key)));
    }

    /** Texts that take the rest of a line each. */
    static DirectiveKey<Form.Values<String>> lines(
            String section, String directive, String name, Kind<String> kind, String meaning) {
        Key<Form.Values<String>> key = Key.values(name, kind).means(meaning(directive, meaning));
        return new DirectiveKey<>(key, (fields, to) -> {
            for (Located<String> value : fields.list(key)) {
                to.add(section, directive, new Content.Line(value.value()), fields, key, value.position());
            }
        });
    }

    static DirectiveKey<Form.Values<String>> lines(String directive, String name, Kind<String> kind, String meaning) {
        return lines(SERVICE, directive, name, kind, meaning);
    }

    /** A map of such keys. */
    static DirectiveKey<Form.Map> map(String name, String meaning, List<DirectiveKey<?>> keys) {
        return map(name, meaning, keys, (fields, to) -> {});
    }

    /** A map of such keys, of which {@code check} sees whether they go together. */
    static DirectiveKey<Form.Map> map(String name, String meaning, List<DirectiveKey<?>> keys, Reading check) {
        Key<Form.Map> key = Key.map(name, vocabulary(name, keys)).means(meaning);
        return new DirectiveKey<>(key, (fields, to) -> {
            Fields inner = fields.map(key);
            keys.forEach(each -> each.read(inner, to));
            check.read(inner, to);
        });
    }

    static Vocabulary vocabulary(String owner, List<DirectiveKey<?>> keys) {
        return Vocabulary.of(owner, keys.stream().map(DirectiveKey::key).toArray(Key<?>[]::new));
    }

    private static String meaning(String directive, String more) {
        String separator = more.isEmpty() || more.startsWith(":") || more.startsWith(",") ? "" : ": ";
        return "`" + directive + "=`" + separator + more;
    }

    private static <T> Content word(Kind<T> kind, T value) {
        String text = value instanceof Boolean yes
                ? (yes ? "yes" : "no")
                : kind.show().apply(value);
        return new Content.Word(text);
    }
}
