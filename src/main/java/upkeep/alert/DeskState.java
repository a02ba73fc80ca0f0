package upkeep.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of all that is to be told. Immutable; kept over restarts.
 *
 * @param cases by their keys
 * @param sent when each receiver was sent messages, as far back as its budget counts
 * @param silences by their numbers
 * @param news by their numbers
 * @param healed what healed by itself since the last digest
 * @param digest since when what healed is to be told now, if it is
 * @param lastNumber the highest number that a message, silence or news has
 * @param lastEntry the highest number of a ledger entry that was heard as news
 * @param lastIncident the highest number of an incident that was heard of
 */
public record DeskState(
        SortedMap<String, Case> cases,
        SortedMap<GroupKey, Group> groups,
        SortedMap<String, List<Instant>> sent,
        SortedMap<Long, Silence> silences,
        SortedMap<Long, News> news,
        SortedMap<String, Healed> healed,
        Optional<Instant> digest,
        long lastNumber,
        long lastEntry,
        long lastIncident) {

    public static final DeskState EMPTY = new DeskState(
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            new TreeMap<>(),
            Optional.empty(),
            0,
            0,
            0);

    public DeskState {
        cases = copy(cases);
        groups = copy(groups);
        sent = copy(sent);
        silences = copy(silences);
        news = copy(news);
        healed = copy(healed);
    }

    private static <K extends Comparable<K>, V> SortedMap<K, V> copy(Map<K, V> map) {
        return java.util.Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    DeskState numberedTo(long number) {
        return new DeskState(cases, groups, sent, silences, news, healed, digest, number, lastEntry, lastIncident);
    }

    /** The same, where nothing up to that entry is news any more, and no incident up to it can have passed unheard. */
    public DeskState heardTo(long entry) {
        return new DeskState(cases, groups, sent, silences, news, healed, digest, lastNumber, entry, entry);
    }

    /** What healed by itself: how often, and what it was last. */
    public record Healed(int count, String last) {}
}
