package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;

/** Reads how often a probe tries again: {@code retries} and {@code retry-after}. */
final class RetriesReader {

    private final Fields fields;

    RetriesReader(Fields fields) {
        this.fields = fields;
    }

    /** With a warning where all tries together may last longer than a period. */
    Retries read(TimeSpan timeout, Optional<TimeSpan> every) {
        int count = fields.get(CheckKeys.RETRIES);
        if (fields.has(CheckKeys.RETRY_AFTER) && fields.lacks(CheckKeys.RETRIES)) {
            fields.report()
                    .error(
                            fields.at(CheckKeys.RETRY_AFTER),
                            "cannot use retry-after without retries: no try follows a failed one",
                            "write retries: 1, or more");
        }
        if (count == 0 && !fields.has(CheckKeys.RETRY_AFTER)) {
            return Retries.NONE;
        }
        Retries retries = new Retries(count, fields.get(CheckKeys.RETRY_AFTER));
        TimeSpan longest = retries.longest(timeout);
        if (count > 0 && every.filter(it -> longest.compareTo(it) > 0).isPresent()) {
            fields.report()
                    .warning(
                            fields.at(CheckKeys.RETRIES),
                            retries.tries() + " tries with timeout " + timeout + " may last " + longest
                                    + ", which is longer than every " + every.get()
                                    + ": a slow probe delays the next one");
        }
        return retries;
    }
}
