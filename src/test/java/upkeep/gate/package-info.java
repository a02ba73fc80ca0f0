/** Tests of upkeep-gate, the program in src/main/c, as a process against real sockets. */
@NullMarked
package upkeep.gate;

import org.jspecify.annotations.NullMarked;
