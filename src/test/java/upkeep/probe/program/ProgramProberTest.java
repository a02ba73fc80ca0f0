package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.Checks;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Trace;

@Timeout(120)
class ProgramProberTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final Probers probers = new Probers("1");

    private String script(String body) throws IOException {
        Path script = Files.writeString(directory.resolve("script"), body);
        return "[/bin/sh, " + script + "]";
    }

    private Observation probe(String check, Duration timeout) {
        return probers.probe(Checks.of(check), Memory.soft(), timeout, Trace.NONE);
    }

    private Observation.Passed passed(String check) {
        Observation observation = probe(check, LONG);
        return assertInstanceOf(Observation.Passed.class, observation, observation.text());
    }

    @Test
    void statusAndOutputAreMeasured() throws Exception {
        Observation.Passed seen = passed("{program: " + script("echo one; echo two >&2") + "}");
        assertEquals(0, seen.measurements().get("status"));
        assertEquals("one\uFFFDtwo", seen.texts().getOrDefault("output", ""));
        assertEquals("one\ntwo", seen.texts().getOrDefault("value", "").replace('\uFFFD', '\n'));
        String program = script("echo broken; exit 3");
        Observation.Failed failed =
                assertInstanceOf(Observation.Failed.class, probe("{program: " + program + "}", LONG));
        assertEquals(FailureKind.EXIT, failed.kind());
        assertEquals(3, failed.measurements().get("status"));
        assertEquals("/bin/sh ended with status 3: broken; wanted 0", failed.text());
        passed("{program: {exec: " + program + ", status: 2-4}}");
    }

    @Test
    void theOutputIsSearchedAsAWhole() throws Exception {
        String check = "{program: " + script("printf 'a\\nb\\n'") + ", rules: ["
                + "{if: 'content matches \"^b$\" or content matches \"a.b\" or content contains \"c\"', then: alert}]}";
        Observation.Passed seen = passed(check);
        assertEquals(1, seen.measurements().get("content matches '^b$'"));
        assertEquals(0, seen.measurements().get("content matches 'a.b'"));
        assertEquals(0, seen.measurements().get("content contains 'c'"));
    }

    @Test
    void aChangeInALongOutputIsSeen() throws Exception {
        String first = passed("{program: " + script("seq 1000") + "}").texts().getOrDefault("value", "");
        String second =
                passed("{program: " + script("seq 999; echo x") + "}").texts().getOrDefault("value", "");
        assertNotEquals(first, second);
        assertEquals(
                first, passed("{program: " + script("seq 1000") + "}").texts().getOrDefault("value", ""));
    }

    @Test
    void itGetsFewVariablesAndNoInput() throws Exception {
        String output = passed("{program: " + script("env | sort; cat; pwd") + "}")
                .texts()
                .getOrDefault("output", "");
        assertTrue(output.contains("UPKEEP_CHECK=c"), output);
        assertFalse(output.contains("JAVA"), output);
        assertTrue(output.endsWith("/"), output);
    }

    @Test
    void aProgramThatDoesNotEndIsKilledWithAllThatItStarted() throws Exception {
        Path pids = directory.resolve("pids");
        String program = script("sh -c 'echo $$ >> " + pids + "; exec sleep 1000' & (sh -c 'echo $$ >> " + pids
                + "; trap \"\" TERM HUP; sleep 1000') & sleep 1000");
        Observation late = probe("{program: " + program + "}", Duration.ofSeconds(3));
        assertEquals(
                FailureKind.TIMEOUT,
                assertInstanceOf(Observation.Failed.class, late).kind());
        List<String> started = Files.readAllLines(pids);
        assertEquals(2, started.size());
        for (String pid : started) {
            Optional<ProcessHandle> left = ProcessHandle.of(Long.parseLong(pid));
            if (left.isPresent()) {
                left.get().onExit().get();
            }
        }
    }

    @Test
    void whatAProgramLeavesBehindIsEnded() throws Exception {
        Path pid = directory.resolve("pid");
        Observation.Passed seen = passed("{program: " + script("sleep 1000 & echo $! > " + pid + "; echo done") + "}");
        assertEquals("done", seen.texts().getOrDefault("output", ""));
        Optional<ProcessHandle> left =
                ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
        if (left.isPresent()) {
            left.get().onExit().get();
        }
    }

    @Test
    void anEndlessOutputIsReadAndDropped() throws Exception {
        Observation.Passed seen = passed("{program: " + script("head -c 20000000 /dev/zero | tr '\\0' x; echo end")
                + ", rules: [{if: 'content contains \"end\"', then: alert}]}");
        assertEquals(0, seen.measurements().get("content contains 'end'"));
        assertTrue(seen.texts().getOrDefault("output", "").length() <= Observation.LONGEST_TEXT);
    }

    @Test
    void whatCannotBeRunIsUnknown() throws Exception {
        Path plain = Files.writeString(directory.resolve("plain"), "text");
        for (String program : List.of("/nonexistent", plain.toString(), directory.toString())) {
            Observation unknown = probe("{program: [" + program + "]}", LONG);
            assertInstanceOf(Observation.Unknown.class, unknown, unknown.text());
        }
    }

    @Test
    void manyWaitForEachOther() throws Exception {
        String check = "{program: " + script("sleep 0.2") + "}";
        List<Callable<Observation>> runs = new ArrayList<>();
        for (int i = 0; i < 3 * Programs.AT_ONCE; i++) {
            runs.add(() -> probe(check, LONG));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var run : threads.invokeAll(runs)) {
                assertInstanceOf(Observation.Passed.class, run.get(), run.get().text());
            }
        }
    }

    @Test
    void thePlugInDecides() throws Exception {
        String[] wanted = {"Passed", "Passed", "Failed", "Unknown", "Unknown"};
        for (int status = 0; status < wanted.length; status++) {
            Observation seen =
                    probe("{nagios: " + script("echo 'LOAD fine|load1=0.25;5;10;0'; exit " + status) + "}", LONG);
            assertEquals(wanted[status], seen.getClass().getSimpleName(), seen.text());
            assertTrue(seen.text().contains("LOAD fine"), seen.text());
        }
        Observation warned = probe("{nagios: " + script("echo 'LOAD high|load1=7;5;10;0'; exit 1") + "}", LONG);
        assertEquals("warning: LOAD high", warned.text());
        assertEquals(1, warned.measurements().get("status"));
        assertEquals(7, warned.measurements().get("load1"));
    }
}
