/** What upkeepd tells systemd about itself: sd_notify(3). */
@NullMarked
package upkeep.systemd.notify;

import org.jspecify.annotations.NullMarked;
