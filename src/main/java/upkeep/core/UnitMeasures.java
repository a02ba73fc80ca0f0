package upkeep.core;

import java.util.OptionalDouble;

/**
 * What a unit uses, as counted by the kernel for its control group. A value is absent where it is not accounted for, or
 * may not be read: then it is unknown, never zero.
 *
 * @param memory bytes now
 * @param memoryLimit the lowest limit on them, bytes
 * @param cpuSeconds processor time since the unit was started, a counter
 * @param tasks processes and threads now
 * @param readBytes read from block devices, a counter
 * @param writtenBytes written to block devices, a counter
 * @param descriptors open file descriptors of the main process now
 */
public record UnitMeasures(
        OptionalDouble memory,
        OptionalDouble memoryLimit,
        OptionalDouble cpuSeconds,
        OptionalDouble tasks,
        OptionalDouble readBytes,
        OptionalDouble writtenBytes,
        OptionalDouble descriptors) {

    /** Nothing could be read. */
    public static final UnitMeasures UNKNOWN = new UnitMeasures(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty());
}
