/** What people are told of, by real servers, whatever becomes of these and of upkeepd. */
@NullMarked
package upkeep.lab.alerts;

import org.jspecify.annotations.NullMarked;
