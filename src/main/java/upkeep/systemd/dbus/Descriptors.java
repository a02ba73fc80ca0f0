package upkeep.systemd.dbus;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/**
 * How many file descriptors a process has open, proc_pid_fd(5). The folder's size tells it to everybody since Linux 6.2;
 * before that the folder must be read, which the kernel allows for processes of the same user only.
 */
final class Descriptors {

    /** The kernel's own default limit for one process; who has more has at least as many. */
    private static final int LIMIT = 1 << 20;

    private Descriptors() {}

    /** Absent if there is no such process, or it may not be read. */
    static OptionalDouble count(long process) {
        if (process <= 0) {
            return OptionalDouble.empty();
        }
        Path folder = Path.of("/proc", Long.toString(process), "fd");
        try {
            long size = Files.size(folder);
            return OptionalDouble.of((double) (size > 0 ? size : entries(folder)));
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalDouble.empty();
        }
    }

    private static int entries(Path folder) throws IOException {
        int count = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path _ : all) {
                count++;
                if (count == LIMIT) {
                    break;
                }
            }
        }
        return count;
    }
}
