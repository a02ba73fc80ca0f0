package upkeep.daemon;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.base.RolloutResult;
import upkeep.core.Event;
import upkeep.install.RolloutNotes;
import upkeep.install.RolloutNotes.Note;
import upkeep.store.Ledger;
import upkeep.store.Query;
import upkeep.store.StoreException;

/** Takes into the ledger what became of rollouts, which upkeep apply has written down; also of those while upkeepd was away. */
final class RolloutReader {

    private static final Logger LOG = LoggerFactory.getLogger(RolloutReader.class);

    /** What ended longer ago is left to the past, whether it was told or not. */
    private static final Duration OLD = Duration.ofDays(7);

    private final RolloutNotes notes;
    private final Ledger ledger;
    private final Consumer<Event> events;
    private final Set<Note> told = new HashSet<>();

    RolloutReader(RolloutNotes notes, Ledger ledger, Consumer<Event> events) {
        this.notes = notes;
        this.ledger = ledger;
        this.events = events;
    }

    /** Posts what is not known yet. */
    synchronized void tell() {
        Instant oldest = Instant.now().minus(OLD);
        try {
            for (Note note : notes.read()) {
                if (note.at().isAfter(oldest) && told.add(note) && !isKnown(note)) {
                    events.accept(new Event.RolledOut(
                            Now.moment(), note.service(), note.result(), note.text(), note.at(), note.run()));
                }
            }
        } catch (IOException | StoreException e) {
            LOG.warn("cannot tell of the last rollouts: {}", e.getMessage());
        }
    }

    /** An operator has taken note of a rollout that failed. */
    static Event accepted(String service, Event.Caller by) {
        Moment now = Now.moment();
        String text = by.name() + " accepted that its last rollout failed";
        return new Event.RolledOut(now, service, RolloutResult.WELL, text, now.wall(), "");
    }

    private boolean isKnown(Note note) throws StoreException {
        return ledger.entries(Query.newest(Query.MOST).about(note.service()).since(note.at())).stream()
                .anyMatch(entry -> note.at().toString().equals(entry.fields().getOrDefault(Event.RolledOut.FIELD, ""))
                        && note.text().equals(entry.text()));
    }
}
