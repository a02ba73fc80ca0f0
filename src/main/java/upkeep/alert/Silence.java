package upkeep.alert;

import java.time.Instant;
import upkeep.spec.AlertMatch;

/**
 * Nobody is told of what fits until then. There always is an end.
 *
 * @param number by which it is ended sooner
 */
public record Silence(long number, AlertMatch match, Instant until, String by, String reason) {}
