package upkeep.control;

import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import upkeep.core.Entry;

/** What {@code upkeep events} prints: a line an entry, oldest first, as a journal is read. Pure. */
public final class EventsText {

    private EventsText() {}

    /** The answer to {@code upkeep events}; the entries may come in any order. */
    public static Answer answer(List<Entry> entries, boolean json, ZoneId zone) {
        List<Entry> ordered =
                entries.stream().sorted(Comparator.comparingLong(Entry::number)).toList();
        if (json) {
            return Answer.done(Json.text(to -> {
                to.writeStartArray();
                for (Entry entry : ordered) {
                    Json.entry(to, entry);
                }
                to.writeEndArray();
            }));
        }
        if (ordered.isEmpty()) {
            return Answer.done("Nothing is recorded.\n");
        }
        Table table = new Table();
        for (Entry entry : ordered) {
            table.row(
                    "#" + entry.number(),
                    Times.dateAndClock(entry.at().wall(), zone),
                    entry.subject().isEmpty() ? "(host)" : entry.subject(),
                    entry.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    entry.text());
        }
        return Answer.done(String.join("\n", table.lines()) + "\n");
    }
}
