package upkeep.store;

import java.time.Instant;
import upkeep.core.Standing;

/** From that moment on the service, check or app of that name stood so. */
public record Stood(String subject, Instant at, Standing standing) {}
