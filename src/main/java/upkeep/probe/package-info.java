/**
 * One prober for each kind of check: it looks at the target once, within a deadline given by the caller, and answers with
 * an observation. A sick target is an answer, never an exception; what is our own fault is unknown, never a failure.
 */
@NullMarked
package upkeep.probe;

import org.jspecify.annotations.NullMarked;
