package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.JournalEntry;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;
import upkeep.lab.UserModeLinux;

/** Scenarios that need a kernel of their own: limits of memory and of processes, and a clock that is set. One boot for all of them. */
@OnEverySuite
class KernelLabTest {
    /** A probe is due twice a second; a slow machine makes it late, and nothing may make it early. */
    private static final double SLOWEST = 1;

    private static final double FASTEST = 2.5;

    /** For upkeepd to be back; this kernel is some times slower than others. */
    private static final long MOST_HUNDREDTHS = 6_000;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void theKernelKillsAndTheClockIsSet(@TempDir Path folder) {
        String out = UserModeLinux.run(
                suite, folder, "kernel.sh", "ledger.sh", "kernel.yaml", "exhaust.py", "hoard.py", "web.py");
        assertTrue(out.contains("MemoryMax=" + 48 * 1024 * 1024), out);
        assertTrue(out.contains("oom_kill 1"), out);
        List<Double> paces = out.lines()
                .filter(line -> line.startsWith("pace "))
                .map(line -> line.split(" ", 3))
                .map(words -> 100 * Double.parseDouble(words[1]) / Double.parseDouble(words[2]))
                .toList();
        assertEquals(6, paces.size(), out);
        assertTrue(paces.stream().allMatch(pace -> SLOWEST <= pace && pace <= FASTEST), paces::toString);

        Scene main = scene(folder, Scenario.OUT_OF_MEMORY, "main", "hoarder");
        main.did().told("firing", "resolved").unit("active").cause(Cause.OUT_OF_MEMORY);
        Scene child = scene(folder, Scenario.CHILD_OUT_OF_MEMORY, "child", "breeder");
        child.did().unit("active");
        // Of nobody may anything be said.
        Scene forward = scene(folder, Scenario.CLOCK_FORWARD, "forward", "");
        forward.did().told().unit("active");
        Scene back = scene(folder, Scenario.CLOCK_BACK, "back", "");
        back.did().told().unit("active");
        assertAll(main::end, child::end, forward::end, back::end);

        // In 1970 and in 2106 nothing is done, and nobody is told of anything.
        List<Recorded> astray = entries(folder, "astray", "");
        assertTrue(astray.stream().noneMatch(Recorded::isOrder), astray::toString);
        assertTrue(astray.stream().noneMatch(entry -> entry.kind().startsWith("incident")), astray::toString);

        assertTrue(out.contains("result 'oom-kill'"), out);
        assertBack(out, "breathes", "there was room for no process");
        assertBack(out, "back", "the kernel has ended it");
        assertTrue(read(folder, "status.json").contains("no memory"), () -> read(folder, "status.json"));
    }

    /** How long it took by what the job printed. */
    private void assertBack(String out, String word, String after) {
        long away = out.lines()
                .filter(line -> line.startsWith(word + " "))
                .mapToLong(line -> Long.parseLong(line.substring(word.length() + 1)))
                .findFirst()
                .orElseThrow();
        System.out.println(suite.codename() + ": upkeepd answers " + away / 100.0 + " s after " + after);
        assertTrue(away < MOST_HUNDREDTHS, out);
    }

    /** The scene of a service, or with an empty name of all. */
    private Scene scene(Path folder, Scenario scenario, String name, String service) {
        List<Recorded> entries = entries(folder, name, service);
        List<String> alerts = read(folder, "alerts.json")
                .lines()
                .map(KernelLabTest::entry)
                .filter(alert ->
                        entries.stream().anyMatch(entry -> alert.has("UPKEEP_ENTRY", Long.toString(entry.number()))))
                .map(MachineAccount::state)
                .toList();
        return new Scene(
                scenario,
                suite,
                new PrintedAccount(entries, alerts, read(folder, name + ".why"), read(folder, name + ".unit")));
    }

    private static List<Recorded> entries(Path folder, String name, String service) {
        String[] numbers = read(folder, name + ".scene").split(" ", 2);
        long before = Long.parseLong(numbers[0]);
        long last = Long.parseLong(numbers[1]);
        return Recorded.list(read(folder, "events.json")).stream()
                .filter(entry -> service.isEmpty() || entry.subject().equals(service))
                .filter(entry -> before < entry.number() && entry.number() <= last)
                .toList();
    }

    private static JournalEntry entry(String line) {
        try {
            return JournalEntry.parse(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path folder, String name) {
        try {
            return Files.readString(folder.resolve(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
