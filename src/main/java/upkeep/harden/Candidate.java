package upkeep.harden;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.spec.Hardening.Level;

/**
 * A hardening to be tried.
 *
 * @param writable absolute paths that it may write to
 */
public record Candidate(Level level, Set<Concession> concessions, SortedSet<String> writable) {

    /** Nothing is taken: how the service is without. */
    public static final Candidate NONE = new Candidate(Level.NONE, Set.of(), new TreeSet<>());

    public Candidate {
        concessions = Collections.unmodifiableSet(new LinkedHashSet<>(concessions));
        writable = Collections.unmodifiableSortedSet(new TreeSet<>(writable));
    }

    /** As in {@code paranoid, allow change-user, runtime jit}. */
    public String text() {
        String words = concessions.stream().map(Concession::text).collect(Collectors.joining(", "));
        return level.name().toLowerCase(java.util.Locale.ROOT) + (words.isEmpty() ? "" : ", " + words);
    }

    Candidate with(Set<Concession> others) {
        return new Candidate(level, others, writable);
    }
}
