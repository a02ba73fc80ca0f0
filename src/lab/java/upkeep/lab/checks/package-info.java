/** Checks of every protocol against real servers, well and ill, in a machine with the installed package. */
@NullMarked
package upkeep.lab.checks;

import org.jspecify.annotations.NullMarked;
