package upkeep.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Files that hold room on the disk, beside the database. When the disk is full they are deleted, and what must not be
 * forgotten can still be written. They are several, since a disk may also have no room for another file: SQLite makes two
 * beside a database that is opened.
 */
final class Reserve {

    private static final String PREFIX = "ledger.reserve-";
    private static final int FILES = 4;
    private static final int BYTES = 1 << 18;

    private final List<Path> files;

    Reserve(Path directory) {
        this.files = IntStream.rangeClosed(1, FILES)
                .mapToObj(number -> directory.resolve(PREFIX + number))
                .toList();
    }

    /** Whether the files are there, of full length; makes them if there is room for them. */
    boolean make() {
        try {
            for (Path file : files) {
                make(file);
            }
            return true;
        } catch (IOException full) {
            free();
            return false;
        }
    }

    private static void make(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) == BYTES) {
            return;
        }
        Files.deleteIfExists(file);
        Set<StandardOpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            // Not zeros, which some file systems would not store.
            byte[] bytes = new byte[BYTES];
            new Random(BYTES).nextBytes(bytes);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Gives the room back to the disk; whether there was any. */
    boolean free() {
        boolean any = false;
        for (Path file : files) {
            try {
                any |= Files.deleteIfExists(file);
            } catch (IOException e) {
                // As on a disk that is read-only; the others are tried all the same.
            }
        }
        return any;
    }
}
