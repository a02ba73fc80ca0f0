/**
 * upkeepd: wires the rim to the decisions, runs the event loop, and answers for its own life.
 */
@NullMarked
package upkeep.daemon;

import org.jspecify.annotations.NullMarked;
