package upkeep.spec;

import java.util.HashMap;
import java.util.Map;

/** What a schema would hold more than once: maps, keys and shapes of values. Confined to one making. */
final class SchemaUses {

    private final Map<Object, Integer> counts = new HashMap<>();

    private SchemaUses() {}

    static SchemaUses of(Vocabulary vocabulary) {
        SchemaUses uses = new SchemaUses();
        uses.count(vocabulary);
        return uses;
    }

    boolean areSeveral(Object thing) {
        return counts.getOrDefault(thing, 0) > 1;
    }

    /** Counts a use; whether it is the first, after which what is inside need not be counted again. */
    private boolean isFirst(Object thing) {
        return counts.merge(thing, 1, Integer::sum) == 1;
    }

    private void count(Vocabulary vocabulary) {
        if (isFirst(vocabulary)) {
            for (Key<?> key : vocabulary.keys()) {
                if (isFirst(key)) {
                    count(key.form());
                }
            }
            vocabulary.others().ifPresent(this::count);
        }
    }

    private void count(Form form) {
        switch (form) {
            case Form.Value<?> value -> count(value.kind().shape());
            case Form.Usual<?> usual -> count(usual.kind().shape());
            case Form.Values<?> values -> {
                // By itself, and in a list; so are items.
                count(values.kind().shape());
                count(values.kind().shape());
            }
            case Form.Command command -> isFirst(command);
            case Form.Map map -> count(map.vocabulary());
            case Form.Brief brief -> {
                brief.standIns().forEach(key -> count(key.form()));
                count(brief.vocabulary());
            }
            case Form.Names<?> names -> count(names.each());
            case Form.Items<?> items -> {
                count(items.each());
                count(items.each());
            }
        }
    }

    /** Words and bounds say more where they stand. */
    private void count(Shape shape) {
        switch (shape) {
            case Shape.Truth _, Shape.Text _, Shape.Glossary _ -> isFirst(shape);
            case Shape.Whole _, Shape.Words _ -> {}
        }
    }
}
