/**
 * What to do about what happened: {@code decide(plan, state, event)} and its values. Pure: time is an argument.
 */
@NullMarked
package upkeep.core;

import org.jspecify.annotations.NullMarked;
