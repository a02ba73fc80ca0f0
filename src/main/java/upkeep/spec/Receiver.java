package upkeep.spec;

import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;

/**
 * Somebody who can be told.
 *
 * @param channel how it is reached
 * @param budget so many messages at most; once half of them are spent, what comes is summed up in few
 * @param fallback who is told in place of it when a message does not arrive
 */
public record Receiver(String name, SourcePos position, Channel channel, Budget budget, Optional<Fallback> fallback) {

    /** At most so many messages in any window of that length, one of which is kept for pages. */
    public record Budget(int count, TimeSpan per) {}

    /** Another receiver, and after which time it is told. */
    public record Fallback(String receiver, TimeSpan after) {}
}
