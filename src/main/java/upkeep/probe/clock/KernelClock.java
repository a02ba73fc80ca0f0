package upkeep.probe.clock;

import upkeep.probe.run.Words;

/**
 * What the kernel thinks of its clock, adjtimex(2): whether somebody holds it right, and how wrong it may be.
 *
 * @param maxError seconds; grows while nobody corrects the clock, up to 16
 * @param estimatedError seconds
 */
record KernelClock(boolean isSynchronised, double maxError, double estimatedError) {

    private static final double MICROSECONDS = 1e6;

    static KernelClock ofMicroseconds(boolean isSynchronised, long maxError, long estimatedError) {
        return new KernelClock(isSynchronised, maxError / MICROSECONDS, estimatedError / MICROSECONDS);
    }

    String text() {
        return "the kernel holds the clock for " + (isSynchronised ? "synchronised" : "not synchronised")
                + " (error at most " + Words.seconds(maxError) + ", estimated " + Words.seconds(estimatedError) + ")";
    }
}
