package upkeep.spec;

import java.util.List;
import java.util.function.Function;
import upkeep.spec.OwnUnit.Manner;

/**
 * A key that becomes one directive of a unit, or as many as it has values.
 *
 * @param values the texts of its values, as they are read
 */
record UnitDirectiveKey(
        Key<?> key, String section, String directive, Manner manner, Function<Fields, List<String>> values) {

    static <T> UnitDirectiveKey value(Key<Form.Value<T>> key, String section, String directive) {
        return new UnitDirectiveKey(
                key,
                section,
                directive,
                Manner.VERBATIM,
                fields -> fields.read(key).stream()
                        .map(value -> text(key.form().kind(), value))
                        .toList());
    }

    static <T> UnitDirectiveKey values(Key<Form.Values<T>> key, String section, String directive) {
        return new UnitDirectiveKey(
                key,
                section,
                directive,
                Manner.VERBATIM,
                fields -> fields.list(key).stream()
                        .map(value -> text(key.form().kind(), value.value()))
                        .toList());
    }

    /** The same, written in another way. */
    UnitDirectiveKey as(Manner other) {
        return new UnitDirectiveKey(key, section, directive, other, values);
    }

    private static <T> String text(Kind<T> kind, T value) {
        if (value instanceof Boolean truth) {
            return truth ? "yes" : "no";
        }
        return kind.show().apply(value);
    }
}
