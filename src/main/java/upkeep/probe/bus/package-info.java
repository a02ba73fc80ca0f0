/** Questions to the system bus, as far as probes have any. */
@NullMarked
package upkeep.probe.bus;

import org.jspecify.annotations.NullMarked;
