package upkeep.store;

import upkeep.core.Event;
import upkeep.spec.PlanSources;

/**
 * One event that was decided on.
 *
 * @param number counts up over all lives; numbers that are missing were not recorded
 * @param plan what the plan was made of that it was decided by
 */
public record Input(long number, PlanSources plan, Event event) {}
