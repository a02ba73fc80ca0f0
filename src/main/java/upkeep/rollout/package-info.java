/** How changed services come to run: which is restarted when, when it has proven itself, and when all goes back. Pure. */
@NullMarked
package upkeep.rollout;

import org.jspecify.annotations.NullMarked;
