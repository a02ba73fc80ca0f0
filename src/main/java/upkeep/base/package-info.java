/**
 * Value types with a rule of their own, shared by every other package.
 */
@NullMarked
package upkeep.base;

import org.jspecify.annotations.NullMarked;
