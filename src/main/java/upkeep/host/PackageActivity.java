package upkeep.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether dpkg or apt is at work. Their lock files may be opened by root only, but everybody may see that they are
 * there, and in /proc/locks (proc_locks(5)) which files are locked by whom. Thread-safe.
 */
public final class PackageActivity {

    private static final List<String> LOCK_FILES =
            List.of("/var/lib/dpkg/lock-frontend", "/var/lib/dpkg/lock", "/var/cache/apt/archives/lock");

    /** Thousands of locks; a machine has some dozens. */
    private static final int LIMIT = 512 * 1024;

    /** {@code 1: POSIX  ADVISORY  WRITE 4711 08:01:131339 0 EOF}; who waits for a lock has an arrow before the kind. */
    private static final Pattern LOCK = Pattern.compile("(?m)^[0-9]+: (?:POSIX|OFDLCK) +ADVISORY +WRITE +(-?[0-9]+)"
            + " ([0-9a-f]{1,6}):([0-9a-f]{1,6}):([0-9]+) ");

    /** Names of the processes that lock these files, as proc_pid_comm(5) cuts them; python3 is for Ansible. */
    private static final Set<String> PROGRAMS =
            Set.of("dpkg", "apt", "apt-get", "aptitude", "unattended-upgr", "packagekitd", "synaptic", "python3");

    private final Path locks;
    private final List<Path> files;
    private final Path processes;

    /** Looks at this machine's. */
    public PackageActivity() {
        this(Path.of("/proc/locks"), LOCK_FILES.stream().map(Path::of).toList(), Path.of("/proc"));
    }

    PackageActivity(Path locks, List<Path> files, Path processes) {
        this.locks = locks;
        this.files = List.copyOf(files);
        this.processes = processes;
    }

    /** Whether one of the locks is held now; false where that cannot be told. Takes well under a millisecond. */
    public boolean isGoingOn() {
        Matcher held = LOCK.matcher(KernelText.read(locks, LIMIT).orElse(""));
        if (!held.find()) {
            return false; // as nearly always
        }
        Map<String, Long> devices = devices();
        do {
            Long device = devices.get(held.group(4));
            if (device != null && (isDevice(device, held) || isPackageManager(held.group(1)))) {
                return true;
            }
        } while (held.find());
        return false;
    }

    /** Those that there are, by inode. */
    private Map<String, Long> devices() {
        Map<String, Long> devices = new HashMap<>();
        for (Path file : files) {
            try {
                Map<String, Object> found = Files.readAttributes(file, "unix:ino,dev");
                if (found.get("ino") instanceof Long inode && found.get("dev") instanceof Long device) {
                    devices.put(Long.toUnsignedString(inode), device);
                }
            } catch (IOException | UnsupportedOperationException e) {
                // Not installed here.
            }
        }
        return devices;
    }

    /** stat(2) has the number in the encoding of makedev(3). */
    private static boolean isDevice(long device, Matcher held) {
        long major = (device >> 8 & 0xfff) | (device >> 32 & ~0xfffL);
        long minor = (device & 0xff) | (device >> 12 & ~0xffL);
        return major == Long.parseLong(held.group(2), 16) && minor == Long.parseLong(held.group(3), 16);
    }

    /** Some file systems, overlay and btrfs among them, show another device to stat(2) than to /proc/locks. */
    private boolean isPackageManager(String process) {
        return KernelText.read(processes.resolve(process).resolve("comm"), 64)
                .map(String::strip)
                .filter(PROGRAMS::contains)
                .isPresent();
    }
}
