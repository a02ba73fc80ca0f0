package upkeep.store;

import java.util.Optional;

/**
 * What came of going along the chain of entries.
 *
 * @param before entries from before there was a chain, which nothing binds
 * @param entries how many hold, from the oldest kept on
 * @param first the number of the oldest of these; 0 if there is none
 * @param broken the first entry that does not follow from the one before it: it was changed or put there, or the one
 *     before it was taken away; one more than the newest if entries are missing at the end
 * @param head the newest link, in hexadecimal; empty if the chain is broken before
 */
public record ChainCheck(long before, long entries, long first, Optional<Long> broken, String head) {}
