package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** What a daemon-reload alone makes the kernel hold of a unit that runs: in User-mode Linux, which has all controllers. */
@OnEverySuite
class LiveLimitsLabTest {
    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void limitsAreSetAnewWithoutARestart(@TempDir Path folder) throws IOException {
        String out = UserModeLinux.run(suite, folder, "limits.sh");
        Map<String, String> seen = out.lines()
                .map(line -> line.split(" ", 3))
                .filter(words -> words.length == 3)
                .collect(Collectors.toMap(words -> words[0] + " " + words[1], words -> words[2], (a, b) -> b));

        assertEquals("536870912", seen.get("first memory.max"), out);
        assertEquals("419430400", seen.get("first memory.high"), out);
        assertEquals("10485760", seen.get("first memory.low"), out);
        assertEquals("150000 100000", seen.get("first cpu.max"), out);
        assertEquals("50", seen.get("first cpu.weight"), out);
        assertEquals("256", seen.get("first pids.max"), out);
        assertEquals("yes", seen.get("first answered"), out);

        assertEquals("268435456", seen.get("less memory.max"), out);
        assertEquals("209715200", seen.get("less memory.high"), out);
        assertEquals("20971520", seen.get("less memory.low"), out);
        assertEquals("50000 100000", seen.get("less cpu.max"), out);
        assertEquals("70", seen.get("less cpu.weight"), out);
        assertEquals("128", seen.get("less pids.max"), out);
        assertEquals("yes", seen.get("less same"), out);
        assertTrue(Files.readString(folder.resolve("less.apply")).contains("no restart is needed"), out);

        assertEquals("no", seen.get("closed answered"), out);
        assertEquals("yes", seen.get("closed same"), out);

        assertEquals("max", seen.get("open memory.max"), out);
        assertEquals("max", seen.get("open memory.high"), out);
        assertEquals("0", seen.get("open memory.low"), out);
        assertEquals("yes", seen.get("open answered"), out);
        assertEquals("yes", seen.get("open same"), out);
    }
}
