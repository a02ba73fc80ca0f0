package upkeep.install;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The file system of this machine (Linux). May be used by several threads. */
public class RealFileSystem implements FileSystemOps {

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);

    private static final int MAX_LISTED = 10_000;
    private static final int TYPE_MASK = 0xf000;

    @Override
    public Optional<Entry> look(Path path) throws IOException {
        Map<String, Object> attributes;
        try {
            attributes = Files.readAttributes(path, "unix:mode,uid,size", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if ("Not a directory".equals(e.getReason())) {
                return Optional.empty();
            }
            throw e;
        }
        int mode = ((Number) attributes.getOrDefault("mode", 0)).intValue();
        // The file types of inode(7).
        Type type = switch (mode & TYPE_MASK) {
            case 0x8000 -> Type.FILE;
            case 0x4000 -> Type.DIRECTORY;
            case 0xa000 -> Type.LINK;
            default -> Type.OTHER;
        };
        int owner = ((Number) attributes.getOrDefault("uid", 0)).intValue();
        return Optional.of(
                new Entry(type, mode & 0xfff, owner, ((Number) attributes.getOrDefault("size", 0L)).longValue()));
    }

    @Override
    public byte[] read(Path file, int limit) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(limit + 1);
            if (content.length > limit) {
                throw new FileSystemException(file.toString(), null, "it is larger than " + limit + " bytes");
            }
            return content;
        }
    }

    @Override
    public List<Path> list(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            List<Path> list = children.limit(MAX_LISTED + 1L).sorted().toList();
            if (list.size() > MAX_LISTED) {
                throw new FileSystemException(directory.toString(), null, "it holds over " + MAX_LISTED + " files");
            }
            return list;
        }
    }

    @Override
    public String readLink(Path link) throws IOException {
        return Files.readSymbolicLink(link).toString();
    }

    @Override
    public void create(Path file, byte[] content) throws IOException {
        Set<StandardOpenOption> options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    @Override
    public void sync(Path fileOrDirectory) throws IOException {
        // On Linux fsync(2) takes any descriptor, also one of a directory opened for reading.
        try (FileChannel channel = FileChannel.open(fileOrDirectory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(path);
    }

    @Override
    public void makeDirectory(Path directory, int mode) throws IOException {
        // Twice, since the umask takes away from the first.
        Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(permissions(mode)));
        changeMode(directory, mode);
    }

    @Override
    public void makeLink(Path link, String target) throws IOException {
        Files.createSymbolicLink(link, Path.of(target));
    }

    @Override
    public void changeMode(Path path, int mode) throws IOException {
        // By its folder, since Java follows a link otherwise, whatever it is told: in a folder of somebody else's, what
        // was just made may have become one.
        Path file = path.toAbsolutePath();
        try (DirectoryStream<Path> folder = Files.newDirectoryStream(SafeFiles.parent(file))) {
            ((SecureDirectoryStream<Path>) folder)
                    .getFileAttributeView(file.getFileName(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(permissions(mode));
        }
    }

    @Override
    public void changeGroup(Path path, String group) throws IOException {
        GroupPrincipal principal;
        try {
            principal = path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(group);
        } catch (UserPrincipalNotFoundException e) {
            return;
        }
        PosixFileAttributeView view =
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        view.setGroup(principal);
    }

    @Override
    public Optional<Closeable> lock(Path file, Duration patience) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean isLocked = false;
        try {
            isLocked = tryLock(channel, System.nanoTime() + patience.toNanos());
        } catch (OverlappingFileLockException e) {
            // Held by this process, which does not give it up as long as it waits here.
        } finally {
            if (!isLocked) {
                channel.close();
            }
        }
        return isLocked ? Optional.of(channel) : Optional.empty();
    }

    private static boolean tryLock(FileChannel channel, long end) throws IOException {
        while (channel.tryLock() == null) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                Thread.sleep(BETWEEN_TRIES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        StringBuilder text = new StringBuilder();
        for (int bit = 8; bit >= 0; bit--) {
            text.append((mode >> bit & 1) == 0 ? '-' : "xwr".charAt(bit % 3));
        }
        return PosixFilePermissions.fromString(text.toString());
    }
}
