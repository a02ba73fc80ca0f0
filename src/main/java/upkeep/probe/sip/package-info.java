/** SIP: is a registrar or proxy there. */
@NullMarked
package upkeep.probe.sip;

import org.jspecify.annotations.NullMarked;
