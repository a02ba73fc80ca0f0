/**
 * What a machine has already, told as a spec: a unit that exists becomes the entry by which upkeep looks after it. Pure; what
 * was seen of the unit is given.
 */
@NullMarked
package upkeep.convert;

import org.jspecify.annotations.NullMarked;
