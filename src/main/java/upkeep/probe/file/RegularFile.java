package upkeep.probe.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Opens what was just seen to be a regular file. Java opens without O_NONBLOCK, so a fifo that took its place in that
 * moment would hold the thread; that is one of {@link Disk}, which gives it up at the deadline.
 */
final class RegularFile {

    private RegularFile() {}

    static FileChannel open(Path path, boolean follow) throws IOException {
        Set<OpenOption> options =
                follow ? Set.of(StandardOpenOption.READ) : Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(path, options);
    }
}
