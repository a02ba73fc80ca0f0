/**
 * The command {@code upkeep}: one class a verb, listed in {@link upkeep.cli.Verbs}; the only package that uses standard
 * streams and exits.
 */
@NullMarked
package upkeep.cli;

import org.jspecify.annotations.NullMarked;
