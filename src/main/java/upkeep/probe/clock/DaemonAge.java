package upkeep.probe.clock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How long a daemon has been running, proc(5). */
final class DaemonAge {

    /** USER_HZ, the same on all machines. */
    private static final double TICKS = 100;

    private static final int LONGEST_NAME = 15;

    private final Path proc;

    DaemonAge(Path proc) {
        this.proc = proc;
    }

    /** Seconds since the youngest process of one of these names began; nothing if none is seen. */
    Optional<Double> of(List<String> names) {
        List<String> cut = names.stream()
                .map(name -> name.substring(0, Math.min(LONGEST_NAME, name.length())))
                .toList();
        Optional<Double> youngest = Optional.empty();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            double uptime = Double.parseDouble(read(proc.resolve("uptime")).split(" ", 2)[0]);
            for (Path process : processes) {
                Optional<Double> began = began(process, cut);
                if (began.isPresent()) {
                    double age = uptime - began.get();
                    youngest = Optional.of(Math.min(age, youngest.orElse(age)));
                }
            }
        } catch (IOException | DirectoryIteratorException | NumberFormatException unreadable) {
            return Optional.empty();
        }
        return youngest;
    }

    /** Seconds from boot to the beginning of a process, if it has one of the names. */
    private static Optional<Double> began(Path process, List<String> names) {
        try {
            String stat = read(process.resolve("stat"));
            int open = stat.indexOf('(');
            int close = stat.lastIndexOf(')');
            if (open < 0 || close < open || !names.contains(stat.substring(open + 1, close))) {
                return Optional.empty();
            }
            return Optional.of(Double.parseDouble(stat.substring(close + 2).split(" ", 21)[19]) / TICKS);
        } catch (IOException | RuntimeException gone) {
            return Optional.empty();
        }
    }

    private static String read(Path path) throws IOException {
        return Files.readString(path, StandardCharsets.ISO_8859_1);
    }
}
