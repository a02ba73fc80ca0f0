/** What jobs tell of themselves by HTTP: on a socket of this machine, and where the specs say so at an address. */
@NullMarked
package upkeep.heartbeat;

import org.jspecify.annotations.NullMarked;
