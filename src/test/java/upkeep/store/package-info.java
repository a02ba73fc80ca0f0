@NullMarked
package upkeep.store;

import org.jspecify.annotations.NullMarked;
