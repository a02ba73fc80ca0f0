package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.target.SocketsTarget;
import upkeep.target.SocketsTarget.Wanted;

class SocketsProberTest {

    private static final String LISTENS = "   0: 0100007F:%04X 00000000:0000 0A 0:0 00:0 0 %d 0 %d 1 0\n";

    @TempDir
    Path folder;

    private HostRoot machine = new HostRoot(Path.of("/nonexistent"));

    /** Port 80 is the unit's, of user 33; 81 is somebody else's, of user 34; 82 was opened by root. */
    @BeforeEach
    void aMachine() throws IOException {
        machine = new HostRoot(folder)
                .write(
                        "proc/net/tcp",
                        "header\n" + LISTENS.formatted(80, 33, 100) + LISTENS.formatted(81, 34, 101)
                                + LISTENS.formatted(82, 0, 102))
                .write("proc/net/unix", "header\n0: 00000002 00000000 00010000 0001 01 103 /run/web.sock\n")
                .unit("web.service", "10")
                .process(10, 1, "web", 'S', 1, 33)
                .process(20, 1, "other", 'S', 1, 34)
                .write("proc/20/cgroup", "0::/system.slice/other.service\n")
                .process(21, 1, "root", 'S', 1, 0);
    }

    private static Wanted tcp(int port) {
        return new Wanted("tcp", port, "");
    }

    private static SocketsTarget web(Wanted... wanted) {
        return new SocketsTarget("web.service", List.of(wanted));
    }

    private HostRoot allIsSeen() throws IOException {
        return machine.opens(10, 100, 103).opens(20, 101).opens(21, 102);
    }

    @Test
    void theUnitsOwnSocketsAreListed() throws IOException {
        Observation.Passed passed = allIsSeen().passed(web());
        assertEquals("web.service listens on /run/web.sock 80/tcp", passed.text());
        assertEquals(2.0, passed.measurements().get("listening"));
        assertEquals("/run/web.sock 80/tcp", passed.texts().get("listening-on"));
    }

    @Test
    void whatIsWantedMustBeTheUnits() throws IOException {
        allIsSeen().passed(web(tcp(80), new Wanted("unix", 0, "/run/web.sock")));
        Observation.Failed failed = machine.failed(web(tcp(80), tcp(81)));
        assertEquals(FailureKind.OWNER, failed.kind());
        assertEquals("81 is open, but not by web.service: by other (20) of other.service", failed.text());
    }

    @Test
    void whereNobodyListensItIsMissing() throws IOException {
        Observation.Failed failed = allIsSeen().failed(web(tcp(83)));
        assertEquals(FailureKind.MISSING, failed.kind());
        assertEquals("nobody listens on 83", failed.text());
        assertEquals(
                "nobody listens on 80/udp",
                machine.failed(web(new Wanted("udp", 80, ""))).text());
        assertEquals(
                "db.service has no process",
                machine.failed(new SocketsTarget("db.service", List.of())).text());
    }

    @Test
    void withoutRightsTheUserDecidesIfNobodyElseActsAsThatUser() throws IOException {
        machine.passed(web(tcp(80)));
        machine.process(22, 1, "stray", 'S', 1, 33);
        assertTrue(machine.unknown(web(tcp(80))).contains(ProcessProber.RIGHTS));
    }

    @Test
    void withoutRightsAnotherUsersSocketIsNotTheUnits() {
        Observation.Failed failed = machine.failed(web(tcp(81)));
        assertEquals(FailureKind.OWNER, failed.kind());
        assertEquals(
                "81 is open, but not by web.service: by user 34, whom none of its processes acts as", failed.text());
    }

    @Test
    void withoutRightsNothingIsSaidOfWhatRootOpenedNorOfPaths() {
        assertTrue(machine.unknown(web(tcp(82))).startsWith("cannot tell whether web.service listens on 82: "));
        assertTrue(machine.unknown(web(new Wanted("unix", 0, "/run/web.sock")))
                .startsWith("cannot tell whether web.service listens on /run/web.sock: "));
        assertTrue(machine.unknown(web()).startsWith("cannot tell whether web.service listens: "));
    }
}
