package upkeep.target;

import java.util.List;
import java.util.Optional;

/**
 * A file system, or all that are local.
 *
 * @param mount where it is mounted, or what: {@code /srv}, {@code /dev/sdb1}, {@code server:/export}; absent for all
 */
public record FilesystemTarget(Optional<String> mount) implements Target {

    @Override
    public String kind() {
        return "filesystem";
    }

    @Override
    public String text() {
        return mount.orElse("all local file systems");
    }

    @Override
    public List<String> measurements() {
        return List.of(
                "space",
                "space-free",
                "space-percent",
                "inodes",
                "inodes-free",
                "inodes-percent",
                "time-to-full",
                "read-only",
                "read",
                "write",
                "read-operations",
                "write-operations",
                "service-time");
    }

    @Override
    public List<String> texts() {
        return List.of("mount", "device", "type", "flags");
    }
}
