package upkeep.alert;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import upkeep.alert.DeskState.Healed;
import upkeep.spec.AlertRoute.Timing;
import upkeep.spec.Alerting;
import upkeep.spec.Urgency;

/** What a signal changes of what is known; nothing is said yet. */
final class Learning {

    /** Beyond, what healed is counted, and no longer named. */
    private static final int MOST_HEALED = 1_000;

    private static final String OTHERS = "others";

    /** News beyond wait for the digest. */
    private static final int MOST_NEWS = 1_000;

    private final Alerting alerting;
    private final DeskState before;
    private final Instant now;
    private final SortedMap<String, Case> cases;
    private final SortedMap<GroupKey, Group> groups;
    private final SortedMap<Long, Silence> silences;
    private final SortedMap<Long, News> news;
    private final SortedMap<String, Healed> healed;
    private long lastNumber;
    private long lastEntry;
    private long lastIncident;
    private Optional<Instant> digest;

    Learning(Alerting alerting, DeskState before, Instant now) {
        this.alerting = alerting;
        this.before = before;
        this.now = now;
        this.cases = new TreeMap<>(before.cases());
        this.groups = new TreeMap<>(before.groups());
        this.silences = new TreeMap<>(before.silences());
        this.news = new TreeMap<>(before.news());
        this.healed = new TreeMap<>(before.healed());
        this.lastNumber = before.lastNumber();
        this.lastEntry = before.lastEntry();
        this.lastIncident = before.lastIncident();
        this.digest = before.digest();
        forget();
    }

    private void forget() {
        silences.values().removeIf(silence -> !silence.until().isAfter(now));
        groups.keySet().removeIf(key -> !alerting.receivers().containsKey(key.receiver()));
        news.replaceAll((_, each) -> each.left().stream()
                .filter(receiver -> !alerting.receivers().containsKey(receiver))
                .reduce(each, News::without, (one, _) -> one));
        news.values().removeIf(each -> each.left().isEmpty());
    }

    DeskState state() {
        return new DeskState(
                cases, groups, before.sent(), silences, news, healed, digest, lastNumber, lastEntry, lastIncident);
    }

    void learn(Signal signal) {
        switch (signal) {
            case Signal.Opened(String key, Facts facts) -> open(key, facts);
            case Signal.Closed(String key, String how) -> close(key, how);
            case Signal.AllOpen(Map<String, Facts> open, List<Facts> passed) -> {
                passed(open.keySet(), passed);
                all(open);
            }
            case Signal.Happened(Facts facts, long entry) -> {
                if (entry == 0 || entry > lastEntry) {
                    lastEntry = Math.max(lastEntry, entry);
                    happened(facts);
                }
            }
            case Signal.Acknowledged(String subject, Acknowledgement acknowledgement) ->
                cases.replaceAll(
                        (_, each) -> each.isOpen() && each.facts().subject().equals(subject)
                                ? each.acknowledged(acknowledgement)
                                : each);
            case Signal.Silenced(Silence silence) -> {
                silences.put(silence.number(), silence);
                lastNumber = Math.max(lastNumber, silence.number());
            }
            case Signal.Unsilenced(long number) -> silences.remove(number);
            case Signal.DigestDue(Instant since) -> digest = healed.isEmpty() ? Optional.empty() : Optional.of(since);
            case Signal.Looked _ -> cases.values().stream().filter(Case::isOpen).forEach(this::route);
        }
    }

    private void open(String key, Facts facts) {
        lastIncident = Math.max(lastIncident, facts.incident());
        Case known = cases.get(key);
        Case opened = known == null || known.isPast(now) ? Case.opened(key, facts, now) : known.opened(facts, now);
        cases.put(key, opened);
        if (facts.urgency() != Urgency.DIGEST) {
            route(opened);
        } else if (known == null || !known.isOpen()) {
            heal(facts);
        }
    }

    private void close(String key, String how) {
        Case of = cases.get(key);
        if (of == null || !of.isOpen()) {
            return;
        }
        cases.put(key, of.closed(how, now));
        boolean isTold = groups.values().stream()
                .anyMatch(group -> Optional.ofNullable(group.told().get(key))
                        .filter(told -> !told.isNothing())
                        .isPresent());
        if (!isTold && of.facts().urgency() != Urgency.DIGEST) {
            heal(of.facts());
        }
    }

    /** What comes again before anybody looks has gone on for whoever was told; other incidents that are over have healed. */
    private void passed(Set<String> open, List<Facts> passed) {
        Set<String> goOn = cases.values().stream()
                .filter(each -> each.isOpen() && open.contains(each.key()))
                .map(each -> each.facts().subject())
                .collect(Collectors.toSet());
        for (Facts facts : passed) {
            if (facts.incident() > lastIncident && !goOn.contains(facts.subject())) {
                heal(facts);
            }
        }
        passed.forEach(facts -> lastIncident = Math.max(lastIncident, facts.incident()));
    }

    private void all(Map<String, Facts> open) {
        Set<String> over = new HashSet<>(cases.keySet());
        over.removeAll(open.keySet());
        over.forEach(key -> close(key, "it was over when upkeepd looked again"));
        new TreeMap<>(open).forEach(this::open);
    }

    /**
     * Brings a case to its groups, one for each receiver: where several routes lead to one, the first counts, and where another does
     * than before, what was told goes along. Whoever is not to be told any more keeps it until its end if he was told of it.
     */
    private void route(Case of) {
        SortedMap<String, GroupKey> wanted = new TreeMap<>();
        Routing.receivers(alerting, of.facts()).forEach((receiver, stop) -> {
            GroupKey key = stop.key(receiver, of.facts());
            wanted.put(receiver, key);
            Timing timing = stop.route().timing();
            groups.put(key, groups.getOrDefault(key, Group.empty(timing)).timed(timing));
        });
        Map<String, Told> told = new HashMap<>();
        groups.replaceAll((key, group) -> {
            Told known = group.told().get(of.key());
            GroupKey other = wanted.get(key.receiver());
            if (known == null || key.equals(other)) {
                return group;
            }
            if (other != null) {
                told.put(key.receiver(), known);
            }
            return other != null || known.isNothing() ? group.without(of.key()) : group;
        });
        wanted.forEach((receiver, key) -> groups.computeIfPresent(
                key,
                (_, group) -> group.told().containsKey(of.key())
                        ? group
                        : group.with(of.key(), told.getOrDefault(receiver, Told.nothing(now)))));
    }

    private void happened(Facts facts) {
        if (facts.urgency() == Urgency.DIGEST || news.size() >= MOST_NEWS) {
            heal(facts);
            return;
        }
        SortedSet<String> receivers =
                new TreeSet<>(Routing.receivers(alerting, facts).keySet());
        if (!receivers.isEmpty()) {
            news.put(++lastNumber, new News(facts, now, receivers));
        }
    }

    private void heal(Facts facts) {
        if (alerting.receivers().isEmpty()) {
            return;
        }
        String subject = facts.subject();
        String key = healed.containsKey(subject) || healed.size() < MOST_HEALED ? subject : OTHERS;
        healed.merge(key, new Healed(1, facts.what()), (earlier, _) -> new Healed(earlier.count() + 1, facts.what()));
    }
}
