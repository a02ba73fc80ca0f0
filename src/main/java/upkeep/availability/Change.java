package upkeep.availability;

import java.time.Instant;
import upkeep.core.Standing;

/** From that moment on something stands so. */
public record Change(Instant at, Standing standing) {}
