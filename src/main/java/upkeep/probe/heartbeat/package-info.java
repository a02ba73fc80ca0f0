/** Jobs that tell of themselves. */
@NullMarked
package upkeep.probe.heartbeat;

import org.jspecify.annotations.NullMarked;
