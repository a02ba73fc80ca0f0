package upkeep.control;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import upkeep.core.Entry;
import upkeep.core.Entry.Kind;

/**
 * Entries of the ledger that belong together, oldest first: an incident, or the last change outside of one; with all
 * that caused them.
 */
record Story(Optional<Long> incident, List<Entry> entries) {

    /** More entries than these are not gathered for one story. */
    static final int MOST = 200;

    private static final int RECENT = 500;
    private static final int ROUNDS = 16;
    private static final Duration TOGETHER = Duration.ofSeconds(60);

    Story {
        entries =
                entries.stream().sorted(Comparator.comparingLong(Entry::number)).toList();
    }

    Entry first() {
        return entries.getFirst();
    }

    /** What opened the incident, not one of another service that had a part in it. */
    Optional<Entry> opened() {
        return entries.stream()
                .filter(entry -> entry.kind() == Kind.INCIDENT_OPENED
                        && incidentOf(entry).equals(incident))
                .findFirst();
    }

    Optional<Entry> resolved() {
        return entries.stream()
                .filter(entry -> entry.kind() == Kind.INCIDENT_RESOLVED
                        && entry.incident().equals(incident))
                .findFirst();
    }

    /**
     * The stories of a subject, newest first: at most {@code most} incidents, and the last change where that is newer
     * than all of them.
     */
    static List<Story> of(String subject, Optional<Instant> until, int most, EntrySource source) throws IOException {
        List<Entry> recent = source.newest(subject, until, RECENT).stream()
                .sorted(Comparator.comparingLong(Entry::number).reversed())
                .toList();
        Set<Long> incidents = recent.stream()
                .flatMap(entry -> incidentOf(entry).stream())
                .limit(RECENT)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<Story> stories = new ArrayList<>();
        lastChange(subject, recent, source).ifPresent(stories::add);
        for (long incident : incidents.stream().limit(most).toList()) {
            of(incident, subject, source).ifPresent(stories::add);
        }
        return stories;
    }

    /** The story of one incident; nothing if nothing of it is recorded. */
    static Optional<Story> of(long incident, String subject, EntrySource source) throws IOException {
        List<Entry> entries = source.ofIncident(incident, MOST);
        Optional<Long> number = Optional.of(incident);
        return entries.isEmpty()
                ? Optional.empty()
                : Optional.of(new Story(number, withCauses(subject, number, entries, source)));
    }

    private static Optional<Long> incidentOf(Entry entry) {
        return entry.kind() == Kind.INCIDENT_OPENED ? Optional.of(entry.number()) : entry.incident();
    }

    /** What happened since the last incident: what an operator wants, else what the unit did, else whatever there is. */
    private static Optional<Story> lastChange(String subject, List<Entry> recent, EntrySource source)
            throws IOException {
        List<Entry> since =
                recent.stream().takeWhile(entry -> incidentOf(entry).isEmpty()).toList();
        Optional<Entry> newest = newest(since, Set.of(Kind.INTENT))
                .or(() -> newest(since, Set.of(Kind.DECISION, Kind.REFUSAL, Kind.TRANSITION)))
                .or(() -> since.stream().findFirst());
        if (newest.isEmpty()) {
            return Optional.empty();
        }
        Instant end = newest.get().at().wall();
        List<Entry> entries = since.stream()
                .filter(entry -> !entry.at().wall().isBefore(end.minus(TOGETHER)))
                .filter(entry -> entry.kind() != Kind.OBSERVATION
                        || entry.number() <= newest.get().number())
                .limit(MOST)
                .toList();
        return Optional.of(new Story(Optional.empty(), withCauses(subject, Optional.empty(), entries, source)));
    }

    private static Optional<Entry> newest(List<Entry> newestFirst, Set<Kind> kinds) {
        return newestFirst.stream()
                .filter(entry -> kinds.contains(entry.kind()))
                .findFirst();
    }

    /** Causes are followed into other services, but not into earlier incidents of the same: those are stories of their own. */
    private static Collection<Entry> withCauses(
            String subject, Optional<Long> incident, List<Entry> entries, EntrySource source) throws IOException {
        Map<Long, Entry> known = new TreeMap<>();
        entries.forEach(entry -> known.put(entry.number(), entry));
        Collection<Entry> latest = entries;
        for (int round = 0; round < ROUNDS && known.size() < MOST; round++) {
            Set<Long> wanted = latest.stream()
                    .flatMap(entry -> entry.causes().stream())
                    .filter(number -> !known.containsKey(number))
                    .limit(MOST - known.size())
                    .collect(Collectors.toSet());
            if (wanted.isEmpty()) {
                break;
            }
            latest = source.numbered(wanted).stream()
                    .filter(entry -> !entry.subject().equals(subject)
                            || incidentOf(entry).isEmpty()
                            || incidentOf(entry).equals(incident))
                    .toList();
            latest.forEach(entry -> known.put(entry.number(), entry));
        }
        return known.values();
    }

    private Story(Optional<Long> incident, Collection<Entry> entries) {
        this(incident, List.copyOf(entries));
    }
}
