package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.target.SystemTarget;

class SystemProberTest {

    private static final SystemTarget MACHINE = new SystemTarget();
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private HostRoot machine = new HostRoot(Path.of("/nonexistent"));

    @BeforeEach
    void aMachine() throws IOException {
        machine = new HostRoot(folder)
                .write("proc/loadavg", "4.00 2.00 1.00 1/2 3\n")
                .write("proc/stat", "cpu  100 0 50 800 50 0 0 0 0 0\ncpu0 1 2 3 4\ncpu1 1 2 3 4\nctxt 1000\n")
                .write("proc/vmstat", "pgpgin 10\npgpgout 10\npswpin 0\npswpout 0\n")
                .write("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 250 kB\nSwapTotal: 100 kB\nSwapFree: 90 kB\n")
                .write("proc/pressure/memory", "some avg10=5.00 avg60=3.00 avg300=1 total=1\n");
    }

    @Test
    void aFirstProbeHasAllButRates() {
        Observation.Passed passed = machine.passed(MACHINE);
        assertEquals(2.0, passed.measurements().get("load5"));
        assertEquals(1.0, passed.measurements().get("load5-per-core"));
        assertEquals(768_000.0, passed.measurements().get("memory"));
        assertEquals(75.0, passed.measurements().get("memory-percent"));
        assertEquals(10.0, passed.measurements().get("swap-percent"));
        assertEquals(3.0, passed.measurements().get("pressure.memory.some60-percent"));
        assertFalse(passed.measurements().containsKey("cpu"));
        assertEquals(
                "load 4.00 2.00 1.00 on 2 processors, memory 75 % of 1000 KiB used, swap 10 % used;"
                        + " rates follow with the next probe",
                passed.text());
    }

    @Test
    void theNextSaysWhatTheProcessorsDidMeanwhile() throws IOException {
        machine.passed(MACHINE);
        machine.pass(Duration.ofSeconds(2));
        machine.write("proc/stat", "cpu  140 0 60 820 80 0 0 0 0 0\ncpu0 1 2 3 4\ncpu1 1 2 3 4\nctxt 1500\n")
                .write("proc/vmstat", "pgpgin 20\npgpgout 10\npswpin 6\npswpout 0\n");
        Observation.Passed passed = machine.passed(MACHINE);
        Map<String, Double> measured = passed.measurements();
        assertEquals(50.0, measured.get("cpu"));
        assertEquals(40.0, measured.get("cpu.user"));
        assertEquals(10.0, measured.get("cpu.system"));
        assertEquals(30.0, measured.get("cpu.wait"));
        assertEquals(0.0, measured.get("cpu.steal"));
        assertEquals(250.0, measured.get("context-switches"));
        assertEquals(5120.0, measured.get("paging.in"));
        assertEquals(3.0, measured.get("swapping.in"));
        assertTrue(passed.text().contains("processors 50 % busy and 30 % waiting"), passed.text());
    }

    @Test
    void aProbeInBetweenDoesNotShortenTheNextSpan() throws IOException {
        machine.passed(MACHINE);
        machine.pass(Duration.ofMillis(100));
        machine.write("proc/stat", "cpu  120 0 50 800 50 0 0 0 0 0\nctxt 1000\n");
        assertEquals(100.0, machine.passed(MACHINE).measurements().get("cpu"));
        machine.pass(SECOND);
        machine.write("proc/stat", "cpu  120 0 50 860 50 0 0 0 0 0\nctxt 1000\n");
        assertEquals(25.0, machine.passed(MACHINE).measurements().get("cpu"));
    }

    @Test
    void aCountThatFellHasNoRate() throws IOException {
        machine.passed(MACHINE);
        machine.pass(SECOND);
        machine.write("proc/stat", "cpu  200 0 50 900 50 0 0 0 0 0\nctxt 10\n");
        assertFalse(machine.passed(MACHINE).measurements().containsKey("context-switches"));
    }

    @Test
    void aMachineWithoutSwapUsesNone() throws IOException {
        machine.write("proc/meminfo", "MemTotal: 1000 kB\nMemAvailable: 250 kB\n");
        Observation.Passed passed = machine.passed(MACHINE);
        assertEquals(0.0, passed.measurements().get("swap-percent"));
        assertTrue(passed.text().contains("no swap"), passed.text());
    }

    @Test
    void whatCannotBeReadIsUnknown(@TempDir Path empty) {
        assertEquals(
                "cannot read /proc; upkeepd.service must not set ProcSubset=pid", new HostRoot(empty).unknown(MACHINE));
    }
}
