package upkeep.spec;

import java.util.Optional;
import upkeep.base.ByteSize;

/** Reads what a service may use at most. */
final class LimitsReader {

    private static final Kind<Integer> TASKS = Kind.whole(1, 4_194_304);
    private static final Kind<Integer> OPEN_FILES = Kind.whole(1, 1_073_741_816);

    private LimitsReader() {}

    static Optional<Limits> read(Fields fields) {
        Fields limits = fields.map("limits", Words.LIMITS);
        Optional<ByteSize> memory = limits.read("memory", Kinds.SIZE);
        Optional<ByteSize> memoryHigh = limits.read("memory-high", Kinds.SIZE);
        if (memory.isPresent() && memoryHigh.isPresent() && memoryHigh.get().compareTo(memory.get()) > 0) {
            fields.report()
                    .error(
                            limits.at("memory-high"),
                            "cannot reach memory-high " + memoryHigh.get() + ": memory ends at " + memory.get(),
                            "write less than " + memory.get());
        }
        Limits read = new Limits(
                memory,
                memoryHigh,
                limits.read("cpu", Kinds.CPU_PERCENT),
                limits.read("tasks", TASKS),
                limits.read("open-files", OPEN_FILES));
        return limits.all().isEmpty() ? Optional.empty() : Optional.of(read);
    }
}
