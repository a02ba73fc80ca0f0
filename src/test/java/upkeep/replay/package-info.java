@NullMarked
package upkeep.replay;

import org.jspecify.annotations.NullMarked;
