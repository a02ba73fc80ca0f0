package upkeep.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.Set;

/**
 * A file that holds room on the disk, beside the database. When the disk is full it is deleted, and what must not be
 * forgotten can still be written.
 */
final class Reserve {

    static final String FILE = "ledger.reserve";
    static final int BYTES = 1 << 20;

    private final Path file;

    Reserve(Path directory) {
        this.file = directory.resolve(FILE);
    }

    /** Whether the file is there, of full length; makes it if there is room for it. */
    boolean make() {
        try {
            if (Files.exists(file) && Files.size(file) == BYTES) {
                return true;
            }
            Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
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
            return true;
        } catch (IOException full) {
            free();
            return false;
        }
    }

    /** Gives the room back to the disk; whether there was any. */
    boolean free() {
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            return false;
        }
    }
}
