package upkeep.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that replay came to and the recording does not say, or the other way round.
 *
 * @param number of the entry; 0 if it is about none
 * @param at when the event was that led to it
 * @param subject the service or check; empty for the host
 * @param what about it is different
 * @param recorded what the ledger says; absent if it says nothing
 * @param replayed what the inputs lead to; absent if they lead to nothing
 */
public record Difference(
        long number, Instant at, String subject, String what, Optional<String> recorded, Optional<String> replayed) {}
