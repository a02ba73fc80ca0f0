/**
 * Decides again on what was recorded: whether it comes out the same, and how it would have come out by another plan.
 * Pure, but for the recording that it reads.
 */
@NullMarked
package upkeep.replay;

import org.jspecify.annotations.NullMarked;
