package upkeep.host;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity of this boot: the kernel's own (proc_sys_kernel(5)), and when process 1 began (proc_pid_stat(5)). The kernel's is not
 * enough, since a container is booted without it: systemd-nspawn shows one of its own there, which a service of systemd 252 with a
 * sandbox does not see.
 */
public final class BootId {

    private static final Pattern KERNELS = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** The name of the program may hold anything, so what counts comes after the last parenthesis; the time is field 22. */
    private static final Pattern STAT =
            Pattern.compile("1 \\(.*\\) [A-Za-z](?: -?\\d+){18} (?<begun>\\d+) .*", Pattern.DOTALL);

    private static final int LIMIT = 4096;

    private BootId() {}

    /** Another text in another boot; absent if the kernel does not tell. */
    public static Optional<String> read() {
        return read(new ProcFiles());
    }

    static Optional<String> read(Path proc) {
        return read(new ProcFiles(proc), "");
    }

    static Optional<String> read(ProcFiles files) {
        return read(files, "proc/");
    }

    private static Optional<String> read(ProcFiles files, String proc) {
        Optional<String> begun = files.text(proc + "1/stat", LIMIT)
                .map(STAT::matcher)
                .filter(Matcher::matches)
                .map(stat -> stat.group("begun"));
        return files.text(proc + "sys/kernel/random/boot_id", LIMIT)
                .map(String::strip)
                .filter(text -> KERNELS.matcher(text).matches())
                .flatMap(kernels -> begun.map(ticks -> kernels.replace("-", "") + "-" + ticks));
    }
}
