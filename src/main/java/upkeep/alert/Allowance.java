package upkeep.alert;

import java.time.Instant;
import java.util.List;
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

    /** So many of the usual kind. */
    int usual() {
        return left(false);
    }

    /** When there is one again, where there is none now. */
    Instant again(boolean isUrgent) {
        int kept = isUrgent || budget.count() == 1 ? 0 : 1;
        return sent.get(sent.size() - (budget.count() - kept)).plus(budget.per().toDuration());
    }
}
