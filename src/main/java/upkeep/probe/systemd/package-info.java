/** Units and timers, as systemd tells of them. */
@NullMarked
package upkeep.probe.systemd;

import org.jspecify.annotations.NullMarked;
