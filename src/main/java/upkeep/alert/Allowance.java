package upkeep.alert;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import upkeep.spec.Receiver.Budget;

/**
 * How many messages a receiver may still get.
 *
 * @param sent when it got those that may count, in order
 */
record Allowance(Budget budget, List<Instant> sent, Instant now) {

    Allowance {
        Instant earliest = now.minus(budget.per().toDuration());
        sent = sent.stream().filter(time -> time.isAfter(earliest)).toList();
    }

    /** So many now; the last of all is kept for what is urgent, where there is more than one. */
    int left(boolean isUrgent) {
        int kept = isUrgent || budget.count() == 1 ? 0 : 1;
        return Math.max(0, budget.count() - kept - sent.size());
    }

    /** So many in which each group speaks for itself: half of the budget. The other half is for what is gathered. */
    int single() {
        return Math.clamp((budget.count() + 1) / 2 - sent.size(), 0, left(false));
    }

    /** Until when more is gathered before the next message, once the first half of the budget is spent: nothing if that was long enough. */
    Optional<Instant> gathering() {
        if (sent.isEmpty()) {
            return Optional.empty();
        }
        Instant until = sent.getLast().plus(budget.per().toDuration().dividedBy(budget.count()));
        return Optional.of(until).filter(it -> it.isAfter(now));
    }

    /** When there is one again, where there is none now. */
    Instant again(boolean isUrgent) {
        int kept = isUrgent || budget.count() == 1 ? 0 : 1;
        return sent.get(sent.size() - (budget.count() - kept)).plus(budget.per().toDuration());
    }
}
