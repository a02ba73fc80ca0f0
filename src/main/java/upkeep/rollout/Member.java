package upkeep.rollout;

import upkeep.base.TimeSpan;
import upkeep.spec.Rollout.Update;

/**
 * A service whose changed unit is to be put in force.
 *
 * @param name the service, {@code web@2}
 * @param set what it is one of: those of a set replace each other, and are taken one after the other
 * @param update how it is verified
 * @param startTimeout how long after a restart its probes may fail before they have passed once
 * @param isMoved whether it runs its new unit already, which was not verified: an earlier run was cut off
 */
public record Member(String name, String set, Update update, TimeSpan startTimeout, boolean isMoved) {}
