package upkeep.probe.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonAgeTest {

    @TempDir
    private Path proc;

    private void process(int id, String stat) throws IOException {
        Files.createDirectory(proc.resolve(Integer.toString(id)));
        Files.writeString(proc.resolve(id + "/stat"), stat);
    }

    private static String stat(int id, String name, long ticks) {
        return id + " (" + name + ") S 1 1 1 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 " + ticks + " 10 20\n";
    }

    @Test
    void theYoungestOfTheNameCounts() throws IOException {
        Files.writeString(proc.resolve("uptime"), "1000.50 2000.00\n");
        process(1, stat(1, "systemd", 1));
        process(20, stat(20, "chronyd", 90_000));
        process(21, stat(21, "chronyd", 95_000));
        process(22, stat(22, "a) (chronyd", 99_000));
        process(23, "garbage");
        process(24, stat(24, "systemd-timesyn", 50_000));
        Files.createDirectory(proc.resolve("25"));
        DaemonAge ages = new DaemonAge(proc);
        assertEquals(Optional.of(50.5), ages.of(List.of("chronyd")));
        assertEquals(Optional.of(500.5), ages.of(List.of("systemd-timesyncd")));
        assertEquals(Optional.empty(), ages.of(List.of("ntpd")));
        assertEquals(Optional.empty(), new DaemonAge(proc.resolve("none")).of(List.of("chronyd")));
    }
}
