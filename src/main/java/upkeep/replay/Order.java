package upkeep.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was decided about a service or check, by the recorded plan, by the other, or by both at once.
 *
 * @param what {@code restart}, {@code start}, {@code refusal}, {@code incident-opened}, …
 * @param recorded the sentence in the ledger; absent if it was decided by the other plan alone
 * @param otherwise the sentence by the other plan; absent if it would not have been decided
 */
public record Order(Instant at, String subject, String what, Optional<String> recorded, Optional<String> otherwise) {

    /** Whether both plans lead to it. */
    public boolean isCommon() {
        return recorded.isPresent() && otherwise.isPresent();
    }
}
