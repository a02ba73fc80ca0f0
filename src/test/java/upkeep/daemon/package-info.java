@NullMarked
package upkeep.daemon;

import org.jspecify.annotations.NullMarked;
