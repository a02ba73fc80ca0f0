/** The time: of servers (NTP), and of the daemon that keeps the clock of this machine. */
@NullMarked
package upkeep.probe.clock;

import org.jspecify.annotations.NullMarked;
