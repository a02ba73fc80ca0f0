/**
 * The machine itself, as far as it can be read without rights: pressure, locks of the package manager, loopback and
 * resolver, the identity of the boot. Everything is read anew at each call; what cannot be read is absent.
 */
@NullMarked
package upkeep.host;

import org.jspecify.annotations.NullMarked;
