package upkeep.alert;

import java.time.Instant;

/** Somebody sees to a case: until then nobody is reminded of it. */
public record Acknowledgement(String by, Instant until, String reason) {}
