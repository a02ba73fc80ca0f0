package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.target.FilesystemTarget;
import upkeep.target.NetworkTarget;
import upkeep.target.ProcessTarget;
import upkeep.target.RaidTarget;
import upkeep.target.SocketsTarget;
import upkeep.target.SystemTarget;
import upkeep.target.Target;

/** What rules may name is what probes measure where all can be measured, and what docs/checks.md tells of. */
class HostMeasurementsTest {

    private static final String STALL =
            "some avg10=1.00 avg60=1.00 avg300=1 total=1\nfull avg10=1.00 avg60=1.00 avg300=1 total=1\n";
    private static final String IO = "rchar: 1\nwchar: 1\nsyscr: 1\nsyscw: 1\nread_bytes: 1\nwrite_bytes: 1\n";

    @TempDir
    Path folder;

    @TempDir
    Path mounted;

    private HostRoot machine = new HostRoot(Path.of("/nonexistent"));

    @BeforeEach
    void aMachineThatTellsAll() throws IOException {
        machine = new HostRoot(folder)
                .write("proc/loadavg", "1 1 1 1/1 1\n")
                .write("proc/uptime", "1000.00 1.00\n")
                .write("proc/stat", "cpu  1 1 1 1 1 1 1 1 0 0\ncpu0 1\nctxt 1\n")
                .write("proc/vmstat", "pgpgin 1\npgpgout 1\npswpin 1\npswpout 1\n")
                .write("proc/meminfo", "MemTotal: 10 kB\nMemAvailable: 5 kB\nSwapTotal: 10 kB\nSwapFree: 5 kB\n")
                .write("proc/sys/fs/file-nr", "1 0 10\n")
                .write("proc/sys/kernel/random/boot_id", "0f3c0c9c-16a9-4af3-8b6c-ab67a4a4b6e5\n")
                .write("proc/pressure", Map.of("cpu", STALL, "memory", STALL, "io", STALL))
                .write("proc/1/mountinfo", "1 1 8:1 / " + mounted + " rw - ext4 /dev/sda1 rw\n")
                .write("proc/diskstats", "8 1 sda1 1 0 1 1 1 0 1 1 0 1 1\n")
                .write("proc/mdstat", """
                        md0 : active raid1 sdb1[1] sda1[0]
                              1046528 blocks [2/2] [UU]
                              [>..]  check =  1.5% (1/2) finish=60.0min speed=9K/sec
                        """)
                .write("proc/net/tcp", "")
                .process(1, 0, "systemd", 'S', 1, 0)
                .process(10, 1, "web", 'S', 1, 0)
                .write("proc/10/io", IO)
                .write(
                        "proc/10/limits",
                        "Max open files            12                   4096                 files     \n")
                .write("proc/10/attr/current", "unconfined\n")
                .write("proc/10/maps", "7f00-7f01 r-xp 00000000 08:01 42 /usr/sbin/web\n")
                .opens(10, 1)
                .unit("web.service", "10")
                .write(
                        "sys/class/net/eth0",
                        Map.of(
                                "operstate",
                                "up",
                                "speed",
                                "8",
                                "statistics/rx_bytes",
                                "1",
                                "statistics/tx_bytes",
                                "1"));
    }

    private void check(Target target) throws IOException {
        machine.passed(target);
        machine.pass(Duration.ofMinutes(15));
        machine.write("proc/stat", "cpu  2 2 2 2 2 2 2 2 0 0\ncpu0 1\nctxt 2\n");
        Observation.Passed passed = machine.passed(target);
        assertEquals(
                new TreeSet<>(target.measurements()),
                new TreeSet<>(passed.measurements().keySet()));
        assertEquals(new TreeSet<>(target.texts()), new TreeSet<>(passed.texts().keySet()));
        assertTold(target);
    }

    /** Where a name is written out, not as one of a family such as load5-per-core. */
    private static void assertTold(Target target) throws IOException {
        String page = Files.readString(Path.of("docs", "checks.md"));
        int start = page.indexOf("\n### " + target.kind() + "\n");
        String section = page.substring(start, page.indexOf("\n##", start + 4));
        for (List<String> names : List.of(target.measurements(), target.texts())) {
            for (String name : names) {
                String told = name.startsWith("pressure.") ? "pressure.RESOURCE.some10-percent" : name;
                String plain = told.replaceFirst("^load1?5?-per-core$", "load5-per-core");
                assertTrue(
                        Pattern.compile("(?<![a-z0-9.-])" + Pattern.quote(plain) + "(?![a-z0-9.-])")
                                .matcher(section)
                                .find(),
                        target.kind() + " " + name);
            }
        }
    }

    @Test
    void ofTheSystem() throws IOException {
        check(new SystemTarget());
    }

    @Test
    void ofAFileSystem() throws IOException {
        check(new FilesystemTarget(Optional.of(mounted.toString())));
        check(new FilesystemTarget(Optional.empty()));
    }

    @Test
    void ofProcesses() throws IOException {
        check(new ProcessTarget(new ProcessTarget.Known.Unit("web.service")));
    }

    @Test
    void ofSockets() throws IOException {
        check(new SocketsTarget("web.service", List.of()));
    }

    @Test
    void ofAnInterface() throws IOException {
        check(new NetworkTarget("eth0"));
    }

    @Test
    void ofRaid() throws IOException {
        check(new RaidTarget());
    }
}
