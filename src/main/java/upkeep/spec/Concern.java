package upkeep.spec;

import java.util.Optional;

/**
 * What it means to people that something is wrong with a service or check.
 *
 * @param urgency where it is not that of most: what is critical is a page, all else a notice
 * @param runbook the address of what to do then
 * @param objective how much of the time it is to answer
 */
public record Concern(Optional<Urgency> urgency, Optional<String> runbook, Optional<Objective> objective) {
    public static final Concern USUAL = new Concern(Optional.empty(), Optional.empty(), Optional.empty());

    /** The same, and where it says nothing what {@code other} says. */
    Concern or(Concern other) {
        return new Concern(urgency.or(other::urgency), runbook.or(other::runbook), objective.or(other::objective));
    }
}
