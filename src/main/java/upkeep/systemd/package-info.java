/**
 * What upkeepd asks of systemd and hears from it: the port, without a bus.
 */
@NullMarked
package upkeep.systemd;

import org.jspecify.annotations.NullMarked;
