package upkeep.host;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What programs and libraries a process runs, from /proc/PID/maps, proc_pid_maps(5). */
final class MappedFiles {

    /** Some ten thousand mappings. */
    static final int LIMIT = 2 * 1024 * 1024;

    /** Mapped to be run, and no longer in the file system by this name: mostly replaced by an upgrade. */
    private static final Pattern GONE =
            Pattern.compile("(?m)^[0-9a-f]+-[0-9a-f]+ ..x. [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ [0-9]+ +(/.*) \\(deleted\\)$");

    /** Code that programs make for themselves, and what is no file at all. */
    private static final List<String> NOT_INSTALLED =
            List.of("/memfd:", "/dev/", "/SYSV", "/[aio]", "/tmp/", "/var/tmp/", "/run/", "/anon_hugepage", "/i915");

    private MappedFiles() {}

    /** Whether one of its installed files has been replaced or removed since it was loaded. */
    static boolean isOutdated(String text) {
        return replaced(text).findAny().isPresent();
    }

    /** Its installed files that were replaced or removed since they were loaded. */
    static Stream<String> replaced(String text) {
        return GONE.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(file -> NOT_INSTALLED.stream().noneMatch(file::startsWith));
    }
}
