/** What the examples promise, brought about on booted machines. */
@NullMarked
package upkeep.lab.examples;

import org.jspecify.annotations.NullMarked;
