/** The journal: writing to it with fields, and reading a unit's last lines. */
@NullMarked
package upkeep.systemd.journal;

import org.jspecify.annotations.NullMarked;
