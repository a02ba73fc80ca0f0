package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;

/** Reads how often a probe tries again: {@code retries} and {@code retry-after}. */
final class RetriesReader {

    private static final Kind<Integer> COUNT = Kind.whole(0, 9);

    private static final Kind<TimeSpan> AFTER = Kinds.TIME_SPAN.where(
            span -> span.microseconds() <= 60_000_000L, "it must be at most 1min", "write a time span such as 1s");

    private final Fields fields;

    RetriesReader(Fields fields) {
        this.fields = fields;
    }

    /** With a warning where all tries together may last longer than a period. */
    Retries read(TimeSpan timeout, Optional<TimeSpan> every) {
        int count = fields.read("retries", COUNT, Defaults.RETRIES);
        if (fields.has("retry-after") && fields.lacks("retries")) {
            fields.report()
                    .error(
                            fields.at("retry-after"),
                            "cannot use retry-after without retries: no try follows a failed one",
                            "write retries: 1, or more");
        }
        if (count == 0 && !fields.has("retry-after")) {
            return Retries.NONE;
        }
        Retries retries = new Retries(count, fields.read("retry-after", AFTER, Defaults.RETRY_AFTER));
        TimeSpan longest = retries.longest(timeout);
        if (count > 0 && every.filter(it -> longest.compareTo(it) > 0).isPresent()) {
            fields.report()
                    .warning(
                            fields.at("retries"),
                            retries.tries() + " tries with timeout " + timeout + " may last " + longest
                                    + ", which is longer than every " + every.get()
                                    + ": a slow probe delays the next one");
        }
        return retries;
    }
}
