/** Is it there: TCP, UDP, TLS and echo requests. */
@NullMarked
package upkeep.probe.socket;

import org.jspecify.annotations.NullMarked;
