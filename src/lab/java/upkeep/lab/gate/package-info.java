/** upkeep-gate below a real systemd: units that wait until they are ready, and units that are watched, while upkeepd is away. */
@NullMarked
package upkeep.lab.gate;

import org.jspecify.annotations.NullMarked;
