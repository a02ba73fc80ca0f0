package upkeep.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A file system where it is mounted, as proc_pid_mountinfo(5) has it.
 *
 * @param device major and minor number, {@code 8:1}
 * @param root the folder of the file system that is seen there, {@code /} for all of it
 * @param point where it is mounted
 * @param flags of this mount, such as {@code rw,relatime}
 * @param source what is mounted: a device, {@code server:/export}, or any word
 * @param isReadOnly whether the mount or the whole file system is
 */
public record Mount(
        String device, String root, String point, String flags, String type, String source, boolean isReadOnly) {

    /** Thousands of mounts; a machine with containers has some hundreds. */
    static final int LIMIT = 2 * 1024 * 1024;

    private static final Set<String> REMOTE = Set.of(
            "nfs",
            "nfs4",
            "cifs",
            "smb3",
            "smbfs",
            "ceph",
            "9p",
            "afs",
            "ncpfs",
            "glusterfs",
            "lustre",
            "gfs2",
            "ocfs2");

    /** Of these none can become full: the kernel's own, images that are full by nature, and what mounts when it is looked at. */
    private static final Set<String> WITHOUT_SPACE = Set.of(
            "autofs",
            "binfmt_misc",
            "bpf",
            "cgroup",
            "cgroup2",
            "configfs",
            "cramfs",
            "debugfs",
            "devpts",
            "devtmpfs",
            "efivarfs",
            "erofs",
            "fusectl",
            "hugetlbfs",
            "iso9660",
            "mqueue",
            "nsfs",
            "proc",
            "pstore",
            "ramfs",
            "rpc_pipefs",
            "securityfs",
            "selinuxfs",
            "squashfs",
            "sysfs",
            "tracefs",
            "udf");

    /** All of a text; a mount that a later one hides is left out. */
    static List<Mount> parse(String text) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : text.lines().toList()) {
            mount(line).ifPresent(mount -> {
                mounts.removeIf(earlier -> earlier.point.equals(mount.point));
                mounts.add(mount);
            });
        }
        return mounts;
    }

    private static Optional<Mount> mount(String line) {
        String[] fields = line.split(" ");
        int dash = Arrays.asList(fields).indexOf("-");
        if (dash < 6 || dash + 2 >= fields.length) {
            return Optional.empty();
        }
        String own = fields[5];
        String whole = dash + 3 < fields.length ? fields[dash + 3] : "";
        return Optional.of(new Mount(
                fields[2],
                plain(fields[3]),
                plain(fields[4]),
                own,
                fields[dash + 1],
                plain(fields[dash + 2]),
                hasReadOnly(own) || hasReadOnly(whole)));
    }

    private static boolean hasReadOnly(String options) {
        return Arrays.asList(options.split(",")).contains("ro");
    }

    /** Blanks, tabs, line ends and backslashes stand there as three octal digits. */
    private static String plain(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\\' && i + 3 < text.length() && isOctal(text, i + 1)) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(character);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static boolean isOctal(String text, int from) {
        return text.substring(from, from + 3).chars().allMatch(c -> c >= '0' && c <= '7');
    }

    /** Whether a server that is away would make every call on it hang. */
    public boolean isRemote() {
        return REMOTE.contains(type) || (type.startsWith("fuse.") && (source.contains(":") || source.contains("@")));
    }

    public boolean hasSpace() {
        return !WITHOUT_SPACE.contains(type);
    }
}
