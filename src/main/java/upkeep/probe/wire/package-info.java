/** Connections and datagrams: names to addresses, the line that is spoken over, octets read and written. */
@NullMarked
package upkeep.probe.wire;

import org.jspecify.annotations.NullMarked;
