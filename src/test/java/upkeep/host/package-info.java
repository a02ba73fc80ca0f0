@NullMarked
package upkeep.host;

import org.jspecify.annotations.NullMarked;
