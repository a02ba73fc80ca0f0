/**
 * Unit files as values: parsing and writing, quoting and escaping, and which directive which systemd knows. Pure.
 */
@NullMarked
package upkeep.unit;

import org.jspecify.annotations.NullMarked;
