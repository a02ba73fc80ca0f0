package upkeep.probe.file;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.target.FileType;
import upkeep.target.Place;

/**
 * What stat(2) says of a path.
 *
 * @param mode the permission bits with set-user-ID, set-group-ID and sticky: octal 0 to 7777
 * @param owner the name, or the number where there is none
 */
record PathFacts(
        FileType type,
        int mode,
        String owner,
        String group,
        int uid,
        int gid,
        int links,
        long device,
        long inode,
        long size,
        FileTime modified,
        FileTime accessed,
        FileTime changed) {

    private static final int TYPE_BITS = 0xF000;
    private static final LinkOption[] NO_FOLLOW = {LinkOption.NOFOLLOW_LINKS};
    private static final LinkOption[] FOLLOW = {};

    /** The facts, or nothing if nothing is there; a link that leads nowhere is nothing where links are followed. */
    static Optional<PathFacts> of(Place place) throws IOException {
        return of(Path.of(place.path()), place.follow());
    }

    static Optional<PathFacts> of(Path path, boolean follow) throws IOException {
        try {
            Map<String, Object> facts = Files.readAttributes(path, "unix:*", follow ? FOLLOW : NO_FOLLOW);
            int mode = fact(facts, "mode", Integer.class);
            int uid = fact(facts, "uid", Integer.class);
            int gid = fact(facts, "gid", Integer.class);
            return Optional.of(new PathFacts(
                    type(mode),
                    mode & 07777,
                    name(facts.get("owner"), uid),
                    name(facts.get("group"), gid),
                    uid,
                    gid,
                    fact(facts, "nlink", Integer.class),
                    fact(facts, "dev", Long.class),
                    fact(facts, "ino", Long.class),
                    fact(facts, "size", Long.class),
                    fact(facts, "lastModifiedTime", FileTime.class),
                    fact(facts, "lastAccessTime", FileTime.class),
                    fact(facts, "ctime", FileTime.class)));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (FileSystemException error) {
            if (String.valueOf(error.getReason()).contains("Not a directory")) {
                return Optional.empty();
            }
            throw error;
        }
    }

    private static <T> T fact(Map<String, Object> facts, String name, Class<T> type) throws IOException {
        Object value = facts.get(name);
        if (!type.isInstance(value)) {
            throw new IOException("the file system does not tell its " + name);
        }
        return type.cast(value);
    }

    private static String name(@Nullable Object principal, int number) {
        return principal instanceof Principal known ? known.getName() : Integer.toUnsignedString(number);
    }

    private static FileType type(int mode) throws IOException {
        return switch (mode & TYPE_BITS) {
            case 0x8000 -> FileType.FILE;
            case 0x4000 -> FileType.DIRECTORY;
            case 0x1000 -> FileType.FIFO;
            case 0xC000 -> FileType.SOCKET;
            case 0xA000 -> FileType.LINK;
            case 0x2000 -> FileType.CHARACTER_DEVICE;
            case 0x6000 -> FileType.BLOCK_DEVICE;
            default -> throw new IOException("it is of a type that is not known");
        };
    }

    /** Four octal digits. */
    String modeText() {
        return String.format("%04o", mode);
    }

    /** The mode as the number that its octal digits read as: 4755 for octal 4755. */
    int modeNumber() {
        return Integer.parseInt(Integer.toOctalString(mode));
    }

    boolean isSameFile(PathFacts other) {
        return device == other.device && inode == other.inode;
    }

    /** Whether nothing was written to it in between, as far as its times tell. */
    boolean isUnchanged(PathFacts other) {
        return isSameFile(other)
                && size == other.size
                && modified.equals(other.modified)
                && changed.equals(other.changed);
    }
}
