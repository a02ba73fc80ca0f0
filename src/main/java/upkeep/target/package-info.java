/**
 * What checks look at, as values: one record a kind, with all that a prober needs to know and nothing of when or how often.
 */
@NullMarked
package upkeep.target;

import org.jspecify.annotations.NullMarked;
