package upkeep.host;

import java.util.List;
import java.util.Optional;

/** The software RAIDs of this machine. Thread-safe. */
public final class RaidArrays {

    private final ProcFiles files;

    public RaidArrays(ProcFiles files) {
        this.files = files;
    }

    /** All of them; absent where the kernel has no driver for them, as it has none until the first one is assembled. */
    public Optional<List<RaidArray>> read() {
        return files.text("proc/mdstat", RaidArray.LIMIT).map(RaidArray::parse);
    }
}
