package upkeep.target;

import java.util.List;
import java.util.Optional;
import upkeep.base.ByteSize;

/**
 * A path, and what must be there.
 *
 * @param path absolute
 * @param exists whether something must be there at all; where not, the rest does not matter
 * @param follow whether a symbolic link stands for what it points to
 * @param mode four octal digits
 * @param owner a name, or the number of a user
 * @param group a name, or the number of a group
 */
public record Place(
        String path,
        boolean exists,
        boolean follow,
        FileType type,
        Optional<String> mode,
        Optional<String> owner,
        Optional<String> group,
        Optional<ByteSize> size) {

    /** What is measured of whatever is at a path: ages in seconds, the mode as the number that its octal digits read as. */
    static final List<String> MEASUREMENTS = List.of(
            "exists",
            "age",
            "access-age",
            "change-age",
            "modified",
            "size",
            "mode",
            "uid",
            "gid",
            "links",
            "inode",
            "total");

    static final List<String> TEXTS = List.of("type", "owner", "group");
}
