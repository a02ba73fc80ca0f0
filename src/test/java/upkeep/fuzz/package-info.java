/** Every parser of what comes from outside, fed with whatever bytes there are; docs/development.md tells how to run it long. */
@NullMarked
package upkeep.fuzz;

import org.jspecify.annotations.NullMarked;
