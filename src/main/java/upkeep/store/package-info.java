/**
 * The embedded database: what upkeepd must remember beyond its own life. Rim: files and SQLite, no policy.
 */
@NullMarked
package upkeep.store;

import org.jspecify.annotations.NullMarked;
