/** Measures parts of the program by JMH; {@code ./bench code} runs it. Never part of the package. */
@NullMarked
package upkeep.bench;

import org.jspecify.annotations.NullMarked;
