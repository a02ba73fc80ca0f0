package upkeep.spec;

import java.util.List;
import java.util.Optional;

/**
 * A key of the spec language. Whoever reads one reads it by its declaration, and so in no other form than the schema, the
 * documents and {@code upkeep explain} tell of.
 *
 * @param meaning what it is for, in Markdown, on one line
 * @param otherwise what holds where it is not written, in Markdown; nothing where that is nothing
 * @param needed whether the map means nothing without it
 */
record Key<F extends Form>(String name, F form, String meaning, Optional<String> otherwise, boolean needed) {

    Key(String name, F form) {
        this(name, form, "", Optional.empty(), false);
    }

    static <T> Key<Form.Value<T>> value(String name, Kind<T> kind) {
        return new Key<>(name, new Form.Value<>(kind));
    }

    static <T> Key<Form.Usual<T>> usual(String name, Kind<T> kind, T usual) {
        return new Key<>(name, new Form.Usual<>(kind, usual))
                .otherwise("`" + kind.show().apply(usual) + "`");
    }

    static <T> Key<Form.Values<T>> values(String name, Kind<T> kind) {
        return new Key<>(name, new Form.Values<>(kind));
    }

    /** One value or a list; {@code usual} where none is written. */
    static <T> Key<Form.Values<T>> values(String name, Kind<T> kind, List<T> usual) {
        return values(name, kind).otherwise("`" + kind.showAll(usual) + "`");
    }

    static Key<Form.Command> command(String name) {
        return new Key<>(name, new Form.Command());
    }

    static Key<Form.Map> map(String name, Vocabulary vocabulary) {
        return new Key<>(name, new Form.Map(vocabulary));
    }

    static Key<Form.Brief> brief(String name, Vocabulary vocabulary, Key<?>... standIns) {
        return new Key<>(name, new Form.Brief(vocabulary, List.of(standIns)));
    }

    static <F extends Form> Key<Form.Names<F>> names(String name, String pattern, F each) {
        return new Key<>(name, new Form.Names<>(each, pattern));
    }

    static <F extends Form> Key<Form.Items<F>> items(String name, F each) {
        return new Key<>(name, new Form.Items<>(each));
    }

    Key<F> means(String sentence) {
        return new Key<>(name, form, sentence, otherwise, needed);
    }

    /** The same key, where something else holds if it is not written. */
    Key<F> otherwise(String told) {
        return new Key<>(name, form, meaning, Optional.of(told), needed);
    }

    /** The same key, of a map that means nothing without it. */
    Key<F> need() {
        return new Key<>(name, form, meaning, otherwise, true);
    }

    /** What holds where it is not written, for people. */
    String fallback() {
        return needed ? "needed" : otherwise.orElse("none");
    }
}
