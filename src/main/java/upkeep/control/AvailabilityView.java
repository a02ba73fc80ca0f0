package upkeep.control;

import java.time.Duration;
import java.util.Optional;
import upkeep.availability.Budget;
import upkeep.availability.Shares;
import upkeep.spec.Objective;

/**
 * For how long a service, check or app was what those who use it want of it.
 *
 * @param over the stretch that is told of, up to now
 * @param aim the objective and what is left of its budget, where it has one
 */
public record AvailabilityView(String name, Duration over, Shares shares, Optional<Aim> aim) {

    /** What it is to hold, and how far that is spent. */
    public record Aim(Objective objective, Budget budget) {}

    boolean isMissed() {
        return aim.filter(it -> it.budget().isSpent()).isPresent();
    }
}
