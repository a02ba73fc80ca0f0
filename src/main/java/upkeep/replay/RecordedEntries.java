package upkeep.replay;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import upkeep.core.Entry;
import upkeep.store.Recording;
import upkeep.store.StoreException;

/** The entries of a recording by number, asked for in ascending order. */
final class RecordedEntries {

    private final Recording recording;
    private final Deque<Entry> page = new ArrayDeque<>();
    private final long oldest;
    private long next;

    RecordedEntries(Recording recording) throws StoreException {
        this.recording = recording;
        this.next = 1;
        List<Entry> first = recording.entries(1);
        page.addAll(first);
        this.oldest = first.isEmpty() ? Long.MAX_VALUE : first.getFirst().number();
        advance(first);
    }

    /** Numbers below this were dropped, so nothing can be said of them. */
    long oldest() {
        return oldest;
    }

    Optional<Entry> get(long number) throws StoreException {
        if (number >= next) {
            page.clear();
            List<Entry> more = recording.entries(number);
            page.addAll(more);
            next = number;
            advance(more);
        }
        while (!page.isEmpty() && page.getFirst().number() < number) {
            page.removeFirst();
        }
        return Optional.ofNullable(page.peekFirst()).filter(entry -> entry.number() == number);
    }

    private void advance(List<Entry> more) {
        next = more.isEmpty() ? next : more.getLast().number() + 1;
    }
}
