package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long tasks of this host had to wait for a processor or a disk since a moment, as its kernel counts it (PSI, {@code some}). What
 * a test holds to a bound is held to it beyond these waits, which a busy host adds and upkeep cannot promise; on a quiet one they are
 * next to nothing, and so they are where the kernel does not count.
 */
public final class Stalls {
    private static final List<Path> FILES = List.of(Path.of("/proc/pressure/cpu"), Path.of("/proc/pressure/io"));
    private static final Pattern TOTAL = Pattern.compile("^some .*total=(\\d+)$", Pattern.MULTILINE);

    private final Duration before;

    private Stalls(Duration before) {
        this.before = before;
    }

    public static Stalls begin() {
        return new Stalls(total());
    }

    /** Fails if something took longer than it may, the stalls since the beginning added. */
    public void assertWithin(Duration allowed, Duration took) {
        Duration stalled = total().minus(before);
        assertTrue(
                took.compareTo(allowed.plus(stalled)) <= 0,
                () -> took + " instead of at most " + allowed + "; this host stalled for " + stalled);
    }

    private static Duration total() {
        long micros = 0;
        for (Path file : FILES) {
            if (Files.isReadable(file)) {
                Matcher total = TOTAL.matcher(read(file));
                micros += total.find() ? Long.parseLong(total.group(1)) : 0;
            }
        }
        return Duration.ofNanos(1000 * micros);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
