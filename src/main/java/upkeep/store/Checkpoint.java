package upkeep.store;

import java.time.Instant;
import upkeep.core.State;
import upkeep.spec.PlanSources;

/**
 * The whole state after an input, so that replay can begin there.
 *
 * @param after the number of that input
 * @param plan what the plan in force is made of
 */
public record Checkpoint(long after, Instant at, PlanSources plan, State state) {}
