/** Programs that the examples run, and the tests of them. */
@NullMarked
package upkeep.examples;

import org.jspecify.annotations.NullMarked;
