/** RADIUS: does a server let somebody in. */
@NullMarked
package upkeep.probe.radius;

import org.jspecify.annotations.NullMarked;
