@NullMarked
package upkeep.store.codec;

import org.jspecify.annotations.NullMarked;
