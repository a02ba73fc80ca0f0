/**
 * How the tightest hardening is found under which a service still works: what is tried next, what an outcome means, what a
 * copy of the service is made of, and where the spec says what was found. Pure: {@code cli} starts the copies.
 */
@NullMarked
package upkeep.harden;

import org.jspecify.annotations.NullMarked;
