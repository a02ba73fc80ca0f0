package upkeep.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.replay.WhatIfResult.Total;

/** Gathers what was ordered by both plans, side by side. */
final class Orders {

    private record Told(String subject, String what, String text) {}

    private final Instant from;
    private final Set<String> subjects;
    private final List<Order> orders = new ArrayList<>();
    private final SortedMap<String, SortedMap<String, Total>> totals = new TreeMap<>();
    private long left;

    /**
     * @param from earlier ones are not wanted
     * @param subjects of these alone; of all if it is empty
     */
    Orders(Instant from, Set<String> subjects) {
        this.from = from;
        this.subjects = subjects;
    }

    /** What one event led to by each plan. */
    void add(Instant at, List<Decision> recorded, List<Decision> otherwise) {
        List<Told> others = told(otherwise);
        for (Told mine : told(recorded)) {
            Optional<Told> same = others.stream()
                    .filter(it ->
                            it.subject().equals(mine.subject()) && it.what().equals(mine.what()))
                    .findFirst();
            same.ifPresent(others::remove);
            add(new Order(at, mine.subject(), mine.what(), Optional.of(mine.text()), same.map(Told::text)));
        }
        others.forEach(it -> add(new Order(at, it.subject(), it.what(), Optional.empty(), Optional.of(it.text()))));
    }

    private void add(Order order) {
        boolean isWanted = subjects.isEmpty() || subjects.contains(order.subject());
        if (!isWanted || order.at().isBefore(from)) {
            return;
        }
        totals.computeIfAbsent(order.subject(), subject -> new TreeMap<>())
                .merge(order.what(), new Total(0, 0, 0).plus(order), (sum, one) -> sum.plus(order));
        if (orders.size() < WhatIfResult.MOST_ORDERS) {
            orders.add(order);
        } else {
            left++;
        }
    }

    private static List<Told> told(List<Decision> decisions) {
        List<Told> told = new ArrayList<>();
        for (Decision decision : decisions) {
            Map<Long, String> verbs = new HashMap<>();
            for (Action action : decision.actions()) {
                if (action instanceof Action.Job job) {
                    verbs.put(job.number(), job.verb().name().toLowerCase(Locale.ROOT));
                }
            }
            for (Entry entry : decision.entries()) {
                boolean isOrder = entry.kind() == Entry.Kind.DECISION
                        || entry.kind() == Entry.Kind.REFUSAL
                        || entry.kind() == Entry.Kind.INCIDENT_OPENED
                        || entry.kind() == Entry.Kind.INCIDENT_RESOLVED;
                if (isOrder) {
                    String what =
                            verbs.getOrDefault(entry.number(), entry.kind().word());
                    told.add(new Told(entry.subject(), what, entry.text()));
                }
            }
        }
        return told;
    }

    List<Order> all() {
        return orders;
    }

    long left() {
        return left;
    }

    SortedMap<String, SortedMap<String, Total>> totals() {
        return totals;
    }
}
