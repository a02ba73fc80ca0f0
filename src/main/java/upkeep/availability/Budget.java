package upkeep.availability;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import upkeep.core.Standing;
import upkeep.spec.Objective;

/** The time in which something may be down, and how much of it was. */
public record Budget(Duration allowed, Duration spent) {

    /** That of the last stretch that the objective is reckoned over. */
    public static Budget of(Objective objective, List<Change> changes, Instant now) {
        Instant from = now.minus(objective.per().toDuration());
        return new Budget(objective.budget(), Shares.of(changes, from, now).of(Standing.DOWN));
    }

    /** What is left; nothing where more was spent than there was. */
    public Duration left() {
        Duration left = allowed.minus(spent);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean isSpent() {
        return spent.compareTo(allowed) >= 0;
    }
}
