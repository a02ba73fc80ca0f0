/** The lab: booted Debian machines with a real systemd, driven from JUnit. */
@NullMarked
package upkeep.lab;

import org.jspecify.annotations.NullMarked;
