/** What upkeepd does and leaves undone, seen in machines with the installed package. */
@NullMarked
package upkeep.lab.supervision;

import org.jspecify.annotations.NullMarked;
