package upkeep.audit;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.UnitName;

/**
 * What was seen of the processes of a service that runs, and of its programs on disk.
 *
 * @param program that of the main process; absent where it is not for the caller to see
 * @param replaced libraries and programs that its processes run and that are no longer there by their names, each once
 * @param changed when each program of the unit was last written or put in place, by its path; those that are there
 */
public record Running(UnitName unit, Optional<Program> program, List<String> replaced, Map<String, Instant> changed) {

    public Running {
        replaced = List.copyOf(replaced);
        changed = Map.copyOf(changed);
    }

    /**
     * What the main process runs, by /proc/PID/exe.
     *
     * @param path under which it was started
     * @param isDeleted whether that file is no longer there by this name
     * @param isThere whether some file is
     */
    public record Program(String path, boolean isDeleted, boolean isThere) {}
}
