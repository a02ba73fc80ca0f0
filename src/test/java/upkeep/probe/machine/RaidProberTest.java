package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.target.RaidTarget;

class RaidProberTest {

    private static final RaidTarget RAID = new RaidTarget();
    private static final String WHOLE = """
            Personalities : [raid1]
            md0 : active raid1 sdb1[1] sda1[0]
                  1046528 blocks super 1.2 [2/2] [UU]

            """;

    @TempDir
    Path folder;

    private HostRoot with(String mdstat) throws IOException {
        return new HostRoot(folder).write("proc/mdstat", mdstat);
    }

    @Test
    void arraysThatAreWholePass() throws IOException {
        Observation.Passed passed = with(WHOLE).passed(RAID);
        assertEquals("md0 (raid1) has 2 of 2 members", passed.text());
        assertEquals(1.0, passed.measurements().get("arrays"));
        assertEquals(0.0, passed.measurements().get("degraded"));
        assertEquals(Map.of("action", "", "arrays-state", "md0 raid1 2/2"), passed.texts());
    }

    @Test
    void aDegradedArrayFailsAndSaysHowFarItsRecoveryIs() throws IOException {
        Observation.Failed failed = with(WHOLE + """
                md1 : active raid1 sdd1[2] sdc1[0] sdb1[1](F)
                      1046528 blocks super 1.2 [2/1] [U_]
                      [=>...]  recovery = 25.0% (261632/1046528) finish=3.0min speed=100K/sec
                """).failed(RAID);
        assertEquals(FailureKind.DEGRADED, failed.kind());
        assertEquals(
                "md1 (raid1) is degraded: has 1 of 2 members, failed: sdb1, recovery at 25 %, 3 min left",
                failed.text());
        Map<String, Double> measured = failed.measurements();
        assertEquals(2.0, measured.get("arrays"));
        assertEquals(1.0, measured.get("degraded"));
        assertEquals(1.0, measured.get("missing-members"));
        assertEquals(1.0, measured.get("failed-members"));
        assertEquals(25.0, measured.get("recovering-percent"));
        assertEquals(180.0, measured.get("time-to-recovery"));
        assertEquals(102_400.0, measured.get("recovery-speed"));
        assertEquals("recovery", failed.texts().get("action"));
    }

    @Test
    void aMemberThatASpareReplacedStillFails() throws IOException {
        assertEquals(
                "md0 (raid1) has 2 of 2 members, failed: sda1",
                with(WHOLE.replace("sda1[0]", "sda1[0](F) sdc1[2]"))
                        .failed(RAID)
                        .text());
    }

    @Test
    void anArrayThatDoesNotRunFails() throws IOException {
        Observation.Failed failed =
                with("md9 : inactive sda1[0](S)\n      1 blocks\n").failed(RAID);
        assertEquals("md9 is not running", failed.text());
        assertEquals(1.0, failed.measurements().get("inactive"));
    }

    @Test
    void aCheckThatRunsIsNoFault() throws IOException {
        Observation.Passed passed = with(WHOLE.stripTrailing()
                        + "\n      [>..]  check =  1.5% (1/2) finish=60.0min speed=9K/sec\n")
                .passed(RAID);
        assertEquals("md0 (raid1) has 2 of 2 members, check at 1.5 %, 60 min left", passed.text());
        assertEquals(1.0, passed.measurements().get("recovering"));
    }

    @Test
    void aMachineWithoutArraysPassesAndOneWithoutTheDriverIsUnknown(@TempDir Path empty) throws IOException {
        assertEquals(
                "there is no software RAID",
                with("Personalities : \nunused devices: <none>\n").passed(RAID).text());
        assertTrue(new HostRoot(empty).unknown(RAID).startsWith("cannot read /proc/mdstat"));
    }
}
