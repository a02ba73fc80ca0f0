/** DNS over UDP, TCP and TLS. */
@NullMarked
package upkeep.probe.dns;

import org.jspecify.annotations.NullMarked;
