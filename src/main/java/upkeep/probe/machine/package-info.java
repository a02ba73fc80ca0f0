/** The machine itself: load, memory, file systems, processes, sockets, links, RAID. */
@NullMarked
package upkeep.probe.machine;

import org.jspecify.annotations.NullMarked;
