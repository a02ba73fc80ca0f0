/** Programs that are run to look at something, also plug-ins of Nagios. */
@NullMarked
package upkeep.probe.program;

import org.jspecify.annotations.NullMarked;
