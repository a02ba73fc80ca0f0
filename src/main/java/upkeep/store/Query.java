package upkeep.store;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which entries of the ledger are wanted; every condition given must hold. The newest are answered first, at most
 * {@code limit} of them (1 to {@value #MOST}).
 *
 * @param subject the service or check, compared as a whole
 * @param from the earliest wall clock time, included
 * @param to the latest wall clock time, included
 * @param incident the number of the entry that opened the incident; that entry belongs to it
 * @param numbers only entries with these numbers, at most {@value #MOST}; empty for any
 */
public record Query(
        Optional<String> subject,
        Optional<Instant> from,
        Optional<Instant> to,
        Optional<Long> incident,
        SortedSet<Long> numbers,
        int limit) {

    /** More than this is never answered at once. */
    public static final int MOST = 10_000;

    public Query {
        numbers = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(numbers));
        if (limit < 1 || limit > MOST || numbers.size() > MOST) {
            throw new IllegalArgumentException("a query is for 1 to " + MOST + " entries: " + limit);
        }
    }

    /** The newest entries, whatever they are about. */
    public static Query newest(int limit) {
        return new Query(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), new TreeSet<>(), limit);
    }

    /** The entries with these numbers; what retention dropped is left out. */
    public static Query numbered(java.util.Collection<Long> numbers) {
        return new Query(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new TreeSet<>(numbers),
                Math.max(1, numbers.size()));
    }

    public Query about(String wanted) {
        return new Query(Optional.of(wanted), from, to, incident, numbers, limit);
    }

    public Query since(Instant earliest) {
        return new Query(subject, Optional.of(earliest), to, incident, numbers, limit);
    }

    public Query until(Instant latest) {
        return new Query(subject, from, Optional.of(latest), incident, numbers, limit);
    }

    public Query ofIncident(long number) {
        return new Query(subject, from, to, Optional.of(number), numbers, limit);
    }
}
