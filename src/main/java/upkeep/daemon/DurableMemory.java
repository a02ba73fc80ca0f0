package upkeep.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.probe.run.Memory;
import upkeep.spec.CheckId;
import upkeep.store.Ledger;
import upkeep.store.Note;
import upkeep.store.StoreException;

/**
 * What probers remember, kept in the ledger's file: read once, then held in memory and written behind, what changed within
 * {@link #GATHERING} together. A disk that fails is tried again; until then nothing but durability is lost. Thread-safe.
 */
final class DurableMemory implements Memory, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DurableMemory.class);
    private static final Duration GATHERING = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(30);

    private record Key(String check, String key) {}

    private final Ledger ledger;
    private final Map<Key, String> texts = new ConcurrentHashMap<>();
    private final Object writing = new Object();
    /** What is not written yet; guarded by itself. */
    private final Map<Key, String> changed = new HashMap<>();

    private final Schedule<String> schedule = new Schedule<>("memory-writer", key -> write());
    private boolean isFailing;

    DurableMemory(Ledger ledger) throws StoreException {
        this.ledger = ledger;
        for (Note note : ledger.notes()) {
            texts.put(new Key(note.subject(), note.key()), note.value());
        }
    }

    @Override
    public Optional<String> get(CheckId check, String key) {
        return Optional.ofNullable(texts.get(new Key(check.text(), key)));
    }

    @Override
    public void put(CheckId check, String key, String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("too long to be remembered: " + text.length() + " characters");
        }
        Key place = new Key(check.text(), key);
        synchronized (changed) {
            if (text.equals(texts.put(place, text))) {
                return;
            }
            if (changed.isEmpty()) {
                schedule.at("write", Now.moment().plus(GATHERING));
            }
            changed.put(place, text);
        }
    }

    /** Drops what is remembered of other checks than these. */
    void retain(Set<CheckId> checks) {
        Set<String> gone = new HashSet<>();
        synchronized (changed) {
            texts.keySet().forEach(key -> gone.add(key.check()));
            checks.forEach(check -> gone.remove(check.text()));
            texts.keySet().removeIf(key -> gone.contains(key.check()));
            changed.keySet().removeIf(key -> gone.contains(key.check()));
        }
        if (gone.isEmpty()) {
            return;
        }
        synchronized (writing) {
            try {
                ledger.forgetNotes(gone);
            } catch (StoreException failure) {
                LOG.warn("cannot drop what is remembered of checks that are gone: {}", failure.getMessage());
            }
        }
    }

    /** Writes what has changed; whether all of it is written. */
    boolean write() {
        synchronized (writing) {
            Map<Key, String> taken;
            synchronized (changed) {
                taken = Map.copyOf(changed);
                changed.clear();
            }
            if (taken.isEmpty()) {
                return true;
            }
            List<Note> notes = new ArrayList<>();
            taken.forEach((key, text) -> notes.add(new Note(key.check(), key.key(), text)));
            try {
                ledger.saveNotes(notes);
                isFailing = false;
                return true;
            } catch (StoreException failure) {
                if (!isFailing) {
                    LOG.warn("cannot write what checks remember: {}", failure.getMessage());
                }
                isFailing = true;
                synchronized (changed) {
                    taken.forEach(changed::putIfAbsent);
                }
                schedule.at("write", Now.moment().plus(RETRY));
                return false;
            }
        }
    }

    @Override
    public void close() {
        schedule.close();
        write();
    }
}
