/** The journal: writing to it with fields, reading a unit's last lines, and asking what it knows of an event. */
@NullMarked
package upkeep.systemd.journal;

import org.jspecify.annotations.NullMarked;
