package upkeep.spec;

import upkeep.base.TimeSpan;

/**
 * What a start waits for, upkeepd or not: systemd takes the service for started once the probe passes, and for failed when it has
 * not by then.
 *
 * @param deadline how long all tries may take; less than the service's start timeout
 * @param timeout how long one try may take
 */
public record Ready(GateProbe probe, TimeSpan deadline, TimeSpan timeout) {}
