package upkeep.core;

import java.util.List;
import java.util.Optional;

/**
 * What the journal knows of something that happened to a unit. Everything in it was written by others, is cut to a few
 * lines, and is for people only: no decision rests on it.
 *
 * @param jobType systemd's word for the job: start, stop, restart, …
 * @param by who asked, and how: {@code alice (uid 1000): sudo systemctl stop web}
 * @param kill that a signal was sent on somebody's request, in systemd's words
 * @param outOfMemory what the kernel or systemd said of a process killed for want of memory
 * @param lines the unit's last lines before that
 */
public record Evidence(
        Optional<String> jobType,
        Optional<String> by,
        Optional<String> kill,
        Optional<String> outOfMemory,
        List<String> lines) {

    public static final Evidence NONE =
            new Evidence(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public Evidence {
        lines = List.copyOf(lines);
    }

    public boolean isEmpty() {
        return equals(NONE);
    }
}
