package upkeep.probe.clock;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import upkeep.probe.run.LibC;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;

/**
 * What the kernel thinks of its clock, adjtimex(2): whether somebody holds it right, and how wrong it may be.
 *
 * @param maxError seconds; grows while nobody corrects the clock, up to 16
 * @param estimatedError seconds
 */
record KernelClock(boolean isSynchronised, double maxError, double estimatedError) {

    private static final int UNSYNCHRONISED = 0x40;

    /** @throws Stop.Unasked if the sandbox forbids the question */
    static KernelClock read() throws Stop {
        try (Arena arena = Arena.ofConfined()) {
            // struct timex: modes, offset, freq, maxerror, esterror, status, …
            MemorySegment timex = arena.allocate(256, 8);
            LibC.adjtimex(timex);
            int status = timex.get(LibC.INT, 40);
            return new KernelClock(
                    (status & UNSYNCHRONISED) == 0, timex.get(LibC.LONG, 24) / 1e6, timex.get(LibC.LONG, 32) / 1e6);
        } catch (LibC.ErrnoException refused) {
            throw new Stop.Unasked("cannot ask the kernel for the state of its clock: " + refused.getMessage()
                    + "; let upkeepd.service call adjtimex, with ProtectClock=no and SystemCallFilter=adjtimex");
        }
    }

    String text() {
        return "the kernel holds the clock for " + (isSynchronised ? "synchronised" : "not synchronised")
                + " (error at most " + Words.seconds(maxError) + ", estimated " + Words.seconds(estimatedError) + ")";
    }
}
