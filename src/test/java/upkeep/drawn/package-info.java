/** Values for services, drawn by chance: what specs are tried with, whether they are rendered only or run. */
@NullMarked
package upkeep.drawn;

import org.jspecify.annotations.NullMarked;
