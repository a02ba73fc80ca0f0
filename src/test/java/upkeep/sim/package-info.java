/** Supervision against a simulated systemd: seed-drawn services, faults and operators, with invariants after every event. */
@NullMarked
package upkeep.sim;

import org.jspecify.annotations.NullMarked;
