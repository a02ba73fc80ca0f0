/**
 * {@code org.upkeep1} on the system bus: what upkeepd answers, what the command line asks, and the words for both.
 */
@NullMarked
package upkeep.control;

import org.jspecify.annotations.NullMarked;
