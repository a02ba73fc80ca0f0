package upkeep.spec;

import java.util.ArrayList;
import java.util.List;

/** How the value of a key is written, in the words of docs/spec.md. */
final class FormText {

    private FormText() {}

    static String of(Form form) {
        return switch (form) {
            case Form.Value<?> value -> value.kind().shape().name();
            case Form.Usual<?> usual -> usual.kind().shape().name();
            case Form.Values<?> values -> "list of " + values.kind().shape().several();
            case Form.Command _ -> "command";
            case Form.Map map -> isEmpty(map.vocabulary()) ? "`{}`" : "map";
            case Form.Brief brief -> alternatives(brief);
            case Form.Names<?> _ -> "map";
            case Form.Items<?> items -> "list of " + items(items.each());
        };
    }

    private static boolean isEmpty(Vocabulary vocabulary) {
        return vocabulary.keys().isEmpty() && vocabulary.others().isEmpty();
    }

    /** A value that stands for one of the map's own keys goes by the name of that key. */
    private static String alternatives(Form.Brief brief) {
        List<String> names = new ArrayList<>();
        for (Key<?> key : brief.standIns()) {
            boolean isPlain =
                    key.form() instanceof Form.Command || !brief.vocabulary().has(key.name());
            names.add(isPlain ? of(key.form()) : key.name());
        }
        return String.join(", ", names) + " or map";
    }

    private static String items(Form each) {
        return switch (each) {
            case Form.Brief brief -> several(brief.standIns().getFirst().form());
            case Form.Keyed _ -> "maps";
            case Form.Value<?> _, Form.Usual<?> _, Form.Values<?> _ -> several(each);
            case Form.Command _, Form.Items<?> _ -> "lists";
        };
    }

    private static String several(Form form) {
        return switch (form) {
            case Form.Value<?> value -> value.kind().shape().several();
            case Form.Usual<?> usual -> usual.kind().shape().several();
            case Form.Values<?> values -> values.kind().shape().several();
            case Form.Command _, Form.Keyed _, Form.Items<?> _ -> of(form) + "s";
        };
    }
}
