/** SSH as far as the proof of the host key. */
@NullMarked
package upkeep.probe.ssh;

import org.jspecify.annotations.NullMarked;
