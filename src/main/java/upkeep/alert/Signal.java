package upkeep.alert;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Something that the desk learns. */
public sealed interface Signal {

    /** An incident was opened, or is now known to be something else. */
    record Opened(String key, Facts facts) implements Signal {}

    /** The incident was resolved. */
    record Closed(String key, String how) implements Signal {}

    /**
     * All incidents that are open, by their keys, when some may have come and gone unheard, as after a start.
     *
     * @param passed those that may have, the oldest first
     */
    record AllOpen(Map<String, Facts> open, List<Facts> passed) implements Signal {
        public AllOpen {
            open = Map.copyOf(open);
            passed = List.copyOf(passed);
        }
    }

    /**
     * Something has happened that has no end.
     *
     * @param entry the number of the ledger entry that says so, by which it is heard once only; 0 if there is none
     */
    record Happened(Facts facts, long entry) implements Signal {}

    /** Somebody sees to what is wrong with the subject, until then. */
    record Acknowledged(String subject, Acknowledgement acknowledgement) implements Signal {}

    /** Nobody is to be told of something; one of that number before is replaced. */
    record Silenced(Silence silence) implements Signal {}

    /** A silence ends now. */
    record Unsilenced(long number) implements Signal {}

    /** Other routes or receivers hold from now on, or time has passed. */
    record Looked() implements Signal {}

    /** The time of the daily digest. */
    record DigestDue(Instant since) implements Signal {}
}
