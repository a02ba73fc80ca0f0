package upkeep.spec;

import upkeep.base.TimeSpan;

/**
 * The liveness of a service as upkeep-gate(8) looks at it, beside upkeepd and without it: failures become a failed watchdog of
 * systemd.
 *
 * @param every from the beginning of one try to that of the next
 * @param timeout how long one try may take
 * @param failures how many in a row systemd is told of
 * @param asksState whether it must ask systemd first if the unit is active, since it may live while the unit starts or stops
 */
public record Watch(GateProbe probe, TimeSpan every, TimeSpan timeout, int failures, boolean asksState) {}
