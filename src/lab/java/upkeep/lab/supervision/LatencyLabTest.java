package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** How long after the end of a process upkeepd knows it, and has it in its ledger. Printed; what is held to is only that it is soon. */
@OnEverySuite
class LatencyLabTest {
    private static final int RUNS = 200;
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final String SPEC = """
            services:
              victim:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
                restart: {policy: always, delay: 100ms, max-delay: 100ms, budget: 1000 per 10min}
            """;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void theEndOfAProcessIsRecordedSoon() throws IOException {
        try (Installed installed = Installed.boot(suite, "latency")) {
            Machine machine = installed.machine();
            installed.program("kills.py");
            installed.apply(SPEC);
            long before = installed.newest();
            Path ledger = machine.root().resolve("var/lib/upkeep/daemon");
            try (WatchService watch = ledger.getFileSystem().newWatchService()) {
                ledger.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
                NavigableSet<Long> writes = new ConcurrentSkipListSet<>();
                Thread.ofVirtual().start(() -> note(watch, writes));
                List<Long> exits = machine.run(
                                Duration.ofMinutes(5), "python3", "/srv/lab/kills.py", "victim.service", "" + RUNS)
                        .orFail()
                        .out()
                        .lines()
                        .map(line -> 1_000 * Long.parseLong(line))
                        .toList();
                installed.await("all ends are told", () -> told(machine, before).size() == RUNS);
                report(exits, told(machine, before), writes);
            }
        }
    }

    /** When upkeepd took in each end, in nanoseconds of the clock that systemd stamps with. */
    private static List<Long> told(Machine machine, long before) {
        String query = "SELECT monotonic FROM entry WHERE number > " + before
                + " AND subject = 'victim' AND kind = 'TRANSITION' AND text LIKE '%killed by SIGKILL%' ORDER BY number";
        return machine.run("sqlite3", "-readonly", "/var/lib/upkeep/daemon/ledger.db", query)
                .orFail()
                .out()
                .lines()
                .map(Long::valueOf)
                .toList();
    }

    private static void note(WatchService watch, Set<Long> writes) {
        try {
            WatchKey key;
            do {
                key = watch.take();
                writes.add(System.nanoTime());
                key.pollEvents();
            } while (key.reset());
        } catch (ClosedWatchServiceException closed) {
            // The runs are over.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(List<Long> exits, List<Long> told, NavigableSet<Long> writes) throws IOException {
        assertEquals(RUNS, exits.size());
        List<Long> decided = IntStream.range(0, RUNS)
                .mapToObj(run -> told.get(run) - exits.get(run))
                .sorted()
                .toList();
        List<Long> committed = new ArrayList<>();
        for (long at : told) {
            Long write = writes.ceiling(at);
            if (write != null) {
                committed.add(write - at);
            }
        }
        committed.sort(null);
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
        System.out.printf(
                "%s (systemd %d), %d × SIGKILL of a main process; %d processors (%s), Linux %s, load %s%n"
                        + "  systemd's time stamp of the exit to the moment of upkeepd's entry: %s%n"
                        + "  from there to the first write of the ledger's log after it:        %s%n",
                suite,
                suite.systemdVersion(),
                RUNS,
                Runtime.getRuntime().availableProcessors(),
                processor,
                System.getProperty("os.version"),
                Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0],
                quantiles(decided),
                quantiles(committed));
        assertTrue(decided.getFirst() >= 0, () -> "told before it was: " + decided.getFirst());
        assertTrue(decided.get(RUNS / 2) < SOON.toNanos(), () -> quantiles(decided));
    }

    private static String quantiles(List<Long> sorted) {
        int last = sorted.size() - 1;
        return "median %.1f ms, p99 %.1f ms, max %.1f ms (n = %d)"
                .formatted(
                        sorted.get(last / 2) / 1e6,
                        sorted.get((int) Math.ceil(last * 0.99)) / 1e6,
                        sorted.get(last) / 1e6,
                        sorted.size());
    }
}
