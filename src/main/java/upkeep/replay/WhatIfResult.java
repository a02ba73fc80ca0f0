package upkeep.replay;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the same inputs would have been decided on by another plan.
 *
 * @param replay the recording by itself; only as far as it comes out the same does the rest mean anything
 * @param orders in time order, at most {@value #MOST_ORDERS}
 * @param left how many more there are
 * @param totals by subject, then by what was ordered
 * @param notes of what the recording knows nothing
 */
public record WhatIfResult(
        ReplayResult replay,
        List<Order> orders,
        long left,
        SortedMap<String, SortedMap<String, Total>> totals,
        List<String> notes) {

    static final int MOST_ORDERS = 10_000;

    public WhatIfResult {
        orders = List.copyOf(orders);
        SortedMap<String, SortedMap<String, Total>> copy = new TreeMap<>();
        totals.forEach(
                (subject, counts) -> copy.put(subject, Collections.unmodifiableSortedMap(new TreeMap<>(counts))));
        totals = Collections.unmodifiableSortedMap(copy);
        notes = List.copyOf(notes);
    }

    /** How often something was ordered, by the recorded plan and by the other, and how often by both at once. */
    public record Total(long recorded, long otherwise, long common) {
        Total plus(Order order) {
            return new Total(
                    recorded + (order.recorded().isPresent() ? 1 : 0),
                    otherwise + (order.otherwise().isPresent() ? 1 : 0),
                    common + (order.isCommon() ? 1 : 0));
        }
    }

    /** Whether the other plan would have led to the same orders. */
    public boolean isSame() {
        return totals.values().stream()
                .flatMap(counts -> counts.values().stream())
                .allMatch(total -> total.common() == total.recorded() && total.common() == total.otherwise());
    }
}
