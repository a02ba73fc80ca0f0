package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageActivityTest {

    @TempDir
    Path folder;

    @BeforeEach
    void prepare() throws IOException {
        Files.createFile(folder.resolve("lock-frontend"));
        Files.createDirectory(folder.resolve("4711"));
        Files.writeString(folder.resolve("4711/comm"), "dpkg\n");
        Files.createDirectory(folder.resolve("4712"));
        Files.writeString(folder.resolve("4712/comm"), "postgres\n");
    }

    /** A lock of our own is in the kernel's list like any other. */
    @Test
    void seesALockThatIsHeld() throws Exception {
        PackageActivity activity =
                new PackageActivity(Path.of("/proc/locks"), List.of(folder.resolve("lock-frontend")), Path.of("/none"));
        assertFalse(activity.isGoingOn());
        try (FileChannel file = FileChannel.open(folder.resolve("lock-frontend"), StandardOpenOption.WRITE);
                FileLock lock = file.lock()) {
            assertTrue(lock.isValid());
            assertTrue(activity.isGoingOn());
        }
        assertFalse(activity.isGoingOn());
    }

    /** As on overlay and btrfs. */
    @Test
    void goesByTheProgramWhereTheDeviceDiffers() throws Exception {
        assertTrue(withLock("1: POSIX  ADVISORY  WRITE 4711 ffff:ff:%d 0 EOF\n"));
        assertFalse(withLock("1: POSIX  ADVISORY  WRITE 4712 ffff:ff:%d 0 EOF\n"));
        assertFalse(withLock("1: POSIX  ADVISORY  WRITE 4713 ffff:ff:%d 0 EOF\n"));
        assertFalse(withLock("1: -> POSIX  ADVISORY  WRITE 4711 ffff:ff:%d 0 EOF\n"));
        assertFalse(withLock("1: POSIX  ADVISORY  READ  4711 ffff:ff:%d 0 EOF\n"));
        assertFalse(withLock("1: POSIX  ADVISORY  WRITE 4711 ffff:ff:9%d 0 EOF\n"));
        assertTrue(withLock("""
                1: FLOCK  ADVISORY  WRITE 1 00:1:1 0 EOF
                2: OFDLCK ADVISORY  WRITE -1 00:28:9 0 EOF
                3: POSIX  ADVISORY  WRITE 4711 ffff:ff:%d 0 EOF
                """));
    }

    @Test
    void knowsNothingWhereThereIsNothing() throws Exception {
        assertFalse(new PackageActivity(folder.resolve("none"), List.of(folder.resolve("lock-frontend")), folder)
                .isGoingOn());
        assertFalse(withLock("1: POSIX  ADVISORY  WRITE 4711 ffff:ff:99999999999999999999999 0 EOF\n"));
    }

    private boolean withLock(String form) throws IOException {
        Path file = folder.resolve("lock-frontend");
        Object inode = Files.getAttribute(file, "unix:ino");
        Files.writeString(folder.resolve("locks"), form.formatted(inode));
        return new PackageActivity(folder.resolve("locks"), List.of(folder.resolve("absent"), file), folder)
                .isGoingOn();
    }
}
