/**
 * What is wrong with the units of a machine, and what would not come back after a restart or a boot: judged by what was seen of
 * them, which is given. Pure.
 */
@NullMarked
package upkeep.audit;

import org.jspecify.annotations.NullMarked;
