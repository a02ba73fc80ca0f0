package upkeep.spec;

import java.util.Optional;
import upkeep.base.ByteSize;

/** Reads what a service may use at most. */
final class LimitsReader {

    private LimitsReader() {}

    static Optional<Limits> read(Fields fields) {
        Fields limits = fields.map(LimitsKeys.LIMITS);
        Optional<ByteSize> memory = limits.read(LimitsKeys.MEMORY);
        Optional<ByteSize> memoryHigh = limits.read(LimitsKeys.MEMORY_HIGH);
        if (memory.isPresent() && memoryHigh.isPresent() && memoryHigh.get().compareTo(memory.get()) > 0) {
            fields.report()
                    .error(
                            limits.at(LimitsKeys.MEMORY_HIGH),
                            "cannot reach memory-high " + memoryHigh.get() + ": memory ends at " + memory.get(),
                            "write less than " + memory.get());
        }
        Limits read = new Limits(
                memory,
                memoryHigh,
                limits.read(LimitsKeys.CPU),
                limits.read(LimitsKeys.TASKS),
                limits.read(LimitsKeys.OPEN_FILES));
        return limits.all().isEmpty() ? Optional.empty() : Optional.of(read);
    }
}
