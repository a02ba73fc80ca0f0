/** What every prober has to do with: its deadline, what it found, why it stopped, what it remembers. */
@NullMarked
package upkeep.probe.run;

import org.jspecify.annotations.NullMarked;
