package upkeep.harden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real servers wrote when they were refused something. */
class SuspicionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied) | allow bind-low-port",
                "[emerg] 212#212: setgid(33) failed (1: Operation not permitted) | allow change-user",
                "nginx: [emerg] chown(\"/var/lib/nginx/body\", 33) failed (1: Operation not permitted) | allow files-of-others",
                "Error: listen EACCES: permission denied 0.0.0.0:80 | allow bind-low-port",
                "Error occurred during initialization of VM: Could not reserve enough space for code cache | runtime jit",
                "upkeep-harden-2.service: Main process exited, code=dumped, status=5/TRAP | runtime jit",
                "SystemError: A system error occurred: uv_interface_addresses returned Unknown system error 97 | allow network-interfaces",
                "sched_setaffinity(): Operation not permitted | allow realtime",
                "cannot open /proc/meminfo: No such file or directory | allow system-statistics",
                "setrlimit(RLIMIT_NOFILE, 65536) failed (1: Operation not permitted) | allow raise-limits"
            })
    void aRefusalHintsAtWhatIsNeeded(String line, String wanted) {
        assertTrue(
                Suspicion.of(List.of(line)).stream()
                        .anyMatch(each -> each.text().equals(wanted)),
                line);
    }

    @Test
    void whatIsNoRefusalHintsAtNothing() {
        assertEquals(Set.of(), Suspicion.of(List.of("Started web.service", "ready, listening on port 8080")));
    }

    @Test
    void theLineThatTellsMostIsTheEvidence() {
        Outcome.Failed failed = new Outcome.Failed(
                "it does not start: exit-code, exit status 1",
                List.of(
                        "Starting web.service",
                        "bind() failed (13: Permission denied)",
                        "Failed with result 'exit-code'."),
                new TreeSet<>());
        assertEquals(
                "it does not start: exit-code, exit status 1; it wrote: bind() failed (13: Permission denied)",
                failed.evidence());
        assertEquals("why", new Outcome.Failed("why", List.of("Started"), new TreeSet<>()).evidence());
    }
}
