/**
 * For how long services, checks and apps were what those who use them want of them, and how much of what they may be down is left. Pure:
 * times are arguments.
 */
@NullMarked
package upkeep.availability;

import org.jspecify.annotations.NullMarked;
