package upkeep.harden;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import upkeep.spec.Permission;

/**
 * What the words of a service that was refused something hint at. A filter of system calls answers EPERM and leaves no record
 * (systemd.exec(5)), so what the program itself says is all there is; most name the call. A hint only orders what is tried:
 * whether the service needs it is shown by a try without.
 */
final class Suspicion {

    /** What a line says beyond is not looked at: some hints take the square of its length. */
    private static final int LONGEST = 1_000;

    private record Hint(Pattern words, Concession concession) {}

    private static final Pattern REFUSAL = pattern(
            "operation not permitted|permission denied|read-only file system|not supported|EPERM|EACCES|EROFS|EAFNOSUPPORT"
                    + "|no such file|ENOENT|not allowed|cannot |failed|fatal|error|abort");

    private static final List<Hint> HINTS = List.of(
            hint("bind\\(?\\)?.*(permission denied|EACCES)|EACCES.*:\\d{1,3}\\b", Permission.BIND_LOW_PORT),
            hint(
                    "set(re|res)?[ug]id|setgroups|initgroups|change (user|group)|switch.*user|drop.*privilege",
                    Permission.CHANGE_USER),
            hint("\\bkill\\(|no such process|signal.*(not permitted|EPERM)", Permission.CHANGE_USER),
            hint("chown|chgrp|ownership", Permission.FILES_OF_OTHERS),
            hint(
                    "(open|read|create|access|mkdir|unlink|stat|log).*(permission denied|EACCES)",
                    Permission.FILES_OF_OTHERS),
            hint("chroot", Permission.CHROOT),
            hint("raw socket|SOCK_RAW|AF_PACKET", Permission.RAW_NETWORK),
            hint(
                    "netlink|getifaddrs|uv_interface_addresses|network ?interfaces|address family not supported|EAFNOSUPPORT",
                    Permission.NETWORK_INTERFACES),
            hint("address family not supported|EAFNOSUPPORT", Permission.ADDRESS_FAMILIES),
            hint("/dev/", Permission.DEVICES),
            hint("sched_|setpriority|priority|\\bnice\\b|affinity|ioprio|mempolicy|numa", Permission.REALTIME),
            hint("rlimit|RLIMIT|ulimit|max(imum)? (number of )?open files|worker_rlimit", Permission.RAISE_LIMITS),
            hint("mlock|lock.*memory", Permission.LOCK_MEMORY),
            hint("\\bu?mount", Permission.MOUNT),
            hint("unshare|clone\\(|name ?space|sandbox", Permission.NAMESPACES),
            hint("/proc/sys|/sys/|sysctl", Permission.KERNEL_SETTINGS),
            hint("cgroup", Permission.CONTROL_GROUPS),
            hint("hostname", Permission.HOSTNAME),
            hint("/proc/\\d+", Permission.OTHER_PROCESSES),
            hint(
                    "/proc/(meminfo|stat|cpuinfo|loadavg|uptime|version|filesystems|net|self/mountinfo|vmstat)|cpu ?info|overcommit",
                    Permission.SYSTEM_STATISTICS),
            hint("ptrace", Permission.DEBUG_PROCESSES),
            hint("shmget|shm_open|semget|msgget|/dev/shm|shared memory", Permission.SHARED_IPC),
            hint("/tmp/", Permission.SHARED_TMP),
            hint("/home/|/root\\b|/run/user", Permission.HOME_DIRECTORIES),
            hint("sudo|setuid root|no new privileges", Permission.SETUID_PROGRAMS),
            hint("personality|exec format error", Permission.FOREIGN_PROGRAMS),
            hint("io_uring|keyctl|\\bbpf\\b|function not implemented|seccomp", Permission.SYSTEM_CALLS),
            new Hint(
                    pattern("mprotect|executable memory|code ?cache|codespace|MAP_JIT|reserve.*memory|SetPermissions"
                            + "|os::commit_memory|SIGTRAP|signal=TRAP|SIGILL|signal=ILL|v8::|Check failed|JIT|status=5/TRAP"
                            + "|status=4/ILL|jvm|java virtual machine"),
                    new Concession.JustInTime()));

    private Suspicion() {}

    private static Hint hint(String words, Permission permission) {
        return new Hint(pattern(words), new Concession.Allow(permission));
    }

    private static Pattern pattern(String words) {
        return Pattern.compile(words, Pattern.CASE_INSENSITIVE);
    }

    /** Whether a line speaks of something that was not had. */
    static boolean isRefusal(String line) {
        return REFUSAL.matcher(line).find();
    }

    /** What the lines hint at. */
    static Set<Concession> of(List<String> lines) {
        Set<Concession> suspected = new LinkedHashSet<>();
        List<String> looked = lines.stream()
                .map(line -> line.substring(0, Math.min(LONGEST, line.length())))
                .toList();
        for (Hint hint : HINTS) {
            if (looked.stream().anyMatch(line -> hint.words().matcher(line).find())) {
                suspected.add(hint.concession());
            }
        }
        return suspected;
    }
}
