/** Protocols whose two sides take turns by lines, as data, and what runs them. */
@NullMarked
package upkeep.probe.script;

import org.jspecify.annotations.NullMarked;
