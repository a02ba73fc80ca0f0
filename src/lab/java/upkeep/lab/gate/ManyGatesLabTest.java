package upkeep.lab.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Journal;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/**
 * What fifty services cost that wait to become ready at the same time. Printed; held to what was promised is the memory, since processor
 * time depends on what else runs.
 */
@OnEverySuite
class ManyGatesLabTest {
    private static final int MANY = 50;

    /** Some fifteen seconds. */
    private static final int TRIES = 20;

    private static final long MOST_KILOBYTES = 50_000;

    /** The memory that is these processes' own, and their part of what they share, in kB. */
    private static final String MEMORY =
            "for each in $(pgrep --exact upkeep-gate); do cat /proc/$each/smaps_rollup; done | awk '$1 == \"Pss:\" {all += $2}"
                    + " END {print all}'";

    /** The processor time of processes of a name, since systemd made them, in nanoseconds. */
    private static String processor(String name) {
        return "for each in $(pgrep --exact " + name
                + "); do cat /proc/$each/schedstat; done | awk '{all += $1} END {printf \"%d\", all}'";
    }

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @Test
    void fiftyAtOnceCostLittle() {
        try (Gated gated = Gated.boot(suite, "gates")) {
            Machine machine = gated.machine();
            // One server for all of them, in a unit of its own, so that the others have nothing but their gates.
            gated.unit("server.service", "ExecStart=" + Gated.server("server", 8100, "simple"));
            machine.write(
                    "/etc/systemd/system/many@.service",
                    "[Service]\nExecStart=/bin/sleep infinity\n" + Gated.ready(8100) + "\n");
            machine.run("systemctl", "daemon-reload").orFail();
            machine.run("systemctl", "start", "server.service").orFail();
            String[] units = IntStream.rangeClosed(1, MANY)
                    .mapToObj(i -> "many@" + i + ".service")
                    .toArray(String[]::new);
            Journal.Mark mark = machine.journal().mark();
            gated.begin(units);
            gated.awaitLine(mark, "server.service", "asked " + MANY * TRIES);
            assertEquals(
                    "" + MANY,
                    machine.run("pgrep", "--count", "--exact", "upkeep-gate").text());
            long memory = Long.parseLong(machine.shell(MEMORY).orFail().text());
            long used = Long.parseLong(
                    machine.shell(processor("upkeep-gate")).orFail().text());
            gated.say("server", "ok");
            gated.await(
                    "all are active",
                    () -> IntStream.rangeClosed(1, MANY)
                            .allMatch(i -> machine.property(units[i - 1], "ActiveState")
                                    .equals("active")));
            // What any program in their place costs, which is systemd's part: main process and gate are both sleep
            // here.
            machine.unit(
                    "other@.service", "[Service]\nExecStart=/bin/sleep infinity\nExecStartPost=/bin/sleep infinity\n");
            gated.begin(IntStream.rangeClosed(1, MANY)
                    .mapToObj(i -> "other@" + i + ".service")
                    .toArray(String[]::new));
            gated.await(
                    "all of the others run",
                    () -> machine.run("pgrep", "--count", "--exact", "sleep")
                            .text()
                            .equals("" + 3 * MANY));
            long others =
                    Long.parseLong(machine.shell(processor("sleep")).orFail().text()) / 3;
            System.out.printf(
                    "%s (systemd %d), %d services whose gates tried %d times: %.1f MB of memory (PSS), %.2f s of processor time,"
                            + " where 50 processes that only sleep take %.2f s to be started%n",
                    suite, suite.systemdVersion(), MANY, TRIES, memory / 1000.0, used / 1e9, others / 1e9);
            assertTrue(memory < MOST_KILOBYTES, memory + " kB");
        }
    }
}
