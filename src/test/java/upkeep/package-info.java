@NullMarked
package upkeep;

import org.jspecify.annotations.NullMarked;
