/**
 * Tells people: one sender for each kind of channel, which answers whether the other side has accepted the message, may accept it
 * later, or never will. What is told, to whom and when is decided elsewhere ({@link upkeep.alert}).
 */
@NullMarked
package upkeep.notify;

import org.jspecify.annotations.NullMarked;
