@NullMarked
package upkeep.install;

import org.jspecify.annotations.NullMarked;
