package upkeep.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.unit.UnitFile.Assignment;

/**
 * A word in a file of a unit, with its place.
 *
 * @param directive such as {@code Requires}
 * @param text what is written, with the specifiers filled in that go by the name of the unit
 * @param isShipped whether a package or a generator wrote it
 */
record Word(String directive, String text, SourcePos place, boolean isShipped) {

    /** The directives that name other units. */
    static final Set<String> RELATIONS = Set.of(
            "Requires",
            "Requisite",
            "BindsTo",
            "Wants",
            "Upholds",
            "After",
            "Before",
            "Conflicts",
            "PartOf",
            "OnFailure",
            "OnSuccess",
            "PropagatesStopTo",
            "StopPropagatedFrom",
            "PropagatesReloadTo",
            "ReloadPropagatedFrom",
            "JoinsNamespaceOf");

    /** Where another unit is named by what starts it. */
    private static final Map<String, String> STARTERS =
            Map.of("Timer", "Unit", "Path", "Unit", "Socket", "Service", "Automount", "Unit");

    Optional<UnitName> unit() {
        return UnitName.parse(text);
    }

    boolean names(UnitName unit) {
        return text.equals(unit.text());
    }

    /** Whether it has a specifier that goes by more than the name of the unit. */
    boolean isOpen() {
        return text.contains("%");
    }

    /** All names of other units in relations, in file order; an empty value takes none of them back, see systemd.unit(5). */
    static List<Word> relations(AuditedUnit unit) {
        List<Word> words = new ArrayList<>();
        for (UnitSource source : unit.files()) {
            for (Assignment line : source.file().assignments()) {
                if (line.section().equals("Unit") && RELATIONS.contains(line.key())) {
                    split(unit.name(), source, line, words);
                }
            }
        }
        return words;
    }

    /** Where a timer, path or socket names what it starts. */
    static Optional<Word> starter(AuditedUnit unit) {
        return STARTERS.entrySet().stream()
                .flatMap(entry -> last(unit, entry.getKey(), entry.getValue()).stream())
                .findFirst();
    }

    /** The value in force of a directive that takes one. */
    static Optional<Word> last(AuditedUnit unit, String section, String key) {
        List<Word> all = values(unit, section, key);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /** The whole values of a directive, those after the last empty one. */
    static List<Word> values(AuditedUnit unit, String section, String key) {
        List<Word> values = new ArrayList<>();
        for (UnitSource source : unit.files()) {
            for (Assignment line : source.file().assignments()) {
                if (!line.section().equals(section) || !line.key().equals(key)) {
                    continue;
                }
                if (line.value().isEmpty()) {
                    values.clear();
                } else {
                    int at = line.raw()
                            .indexOf(line.value().substring(0, 1), line.raw().indexOf('=') + 1);
                    values.add(word(unit.name(), source, line, line.value(), Math.max(0, at)));
                }
            }
        }
        return values;
    }

    private static void split(UnitName unit, UnitSource source, Assignment line, List<Word> words) {
        int from = line.raw().indexOf('=') + 1;
        for (String text : line.value().split("[ \t\n\r]+", -1)) {
            if (!text.isEmpty()) {
                int at = Math.max(from, line.raw().indexOf(text, from));
                words.add(word(unit, source, line, text.replaceAll("^[\"']|[\"']$", ""), at));
                from = Math.min(line.raw().length(), at + text.length());
            }
        }
    }

    private static Word word(UnitName unit, UnitSource source, Assignment line, String text, int at) {
        String before = line.raw().substring(0, at);
        int lines = (int) before.chars().filter(c -> c == '\n').count();
        SourcePos place = new SourcePos(source.path(), line.line() + lines, at - before.lastIndexOf('\n'));
        return new Word(line.key(), filled(unit, text), place, UnitSource.isShipped(source.path()));
    }

    /** With the specifiers of systemd.unit(5) that go by the name alone, and need no unescaping. */
    private static String filled(UnitName unit, String text) {
        if (!text.contains("%")) {
            return text;
        }
        int at = unit.stem().indexOf('@');
        String prefix = at < 0 ? unit.stem() : unit.stem().substring(0, at);
        String instance = at < 0 ? "" : unit.stem().substring(at + 1);
        return text.replace("%n", unit.text())
                .replace("%N", unit.stem())
                .replace("%p", prefix)
                .replace("%i", instance)
                .replace("%j", prefix.substring(prefix.lastIndexOf('-') + 1));
    }
}
