@NullMarked
package upkeep.core;

import org.jspecify.annotations.NullMarked;
