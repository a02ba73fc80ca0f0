/**
 * Rules over measurements: reads a condition, tells each mistake in it with its place, and judges samples one by one.
 * Pure: time comes with the samples.
 */
@NullMarked
package upkeep.rule;

import org.jspecify.annotations.NullMarked;
