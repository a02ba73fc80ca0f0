package upkeep.spec;

import java.util.Optional;
import upkeep.base.ByteSize;

/**
 * What a service may use at most; an absent value is not limited by us.
 *
 * @param memory MemoryMax=, beyond which the kernel kills
 * @param memoryHigh MemoryHigh=, beyond which it throttles
 * @param cpuPercent CPUQuota= in percent of one processor; 150 is one and a half
 * @param tasks TasksMax=
 * @param openFiles LimitNOFILE=
 */
public record Limits(
        Optional<ByteSize> memory,
        Optional<ByteSize> memoryHigh,
        Optional<Integer> cpuPercent,
        Optional<Integer> tasks,
        Optional<Integer> openFiles) {}
