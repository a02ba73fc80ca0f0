package upkeep.probe.run;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import upkeep.spec.CheckId;

/** What a try remembers, which another memory is told only if the try counts. Safe for use by many threads. */
public final class DraftMemory implements Memory {

    private record Note(CheckId check, String key, String text) {}

    private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
    private final Memory below;
    private final Memory draft;

    /** A draft that begins as the other memory. */
    public DraftMemory(Memory below) {
        this.below = below;
        this.draft = Memory.above(below);
    }

    @Override
    public Optional<String> get(CheckId check, String key) {
        return draft.get(check, key);
    }

    @Override
    public void put(CheckId check, String key, String text) {
        draft.put(check, key, text);
        notes.add(new Note(check, key, text));
    }

    /** Tells the other memory all of it, in order. */
    public void keep() {
        notes.forEach(note -> below.put(note.check(), note.key(), note.text()));
    }
}
