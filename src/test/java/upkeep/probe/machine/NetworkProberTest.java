package upkeep.probe.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.target.NetworkTarget;

class NetworkProberTest {

    private static final NetworkTarget ETH0 = new NetworkTarget("eth0");
    private static final String FOLDER = "sys/class/net/eth0";

    @TempDir
    Path folder;

    private HostRoot machine = new HostRoot(Path.of("/nonexistent"));

    @BeforeEach
    void aMachine() throws IOException {
        machine = new HostRoot(folder)
                .write(
                        FOLDER,
                        Map.of(
                                "operstate",
                                "up",
                                "carrier",
                                "1",
                                "speed",
                                "8",
                                "duplex",
                                "full",
                                "carrier_changes",
                                "2"))
                .write(FOLDER, Map.of("statistics/rx_bytes", "1048576", "statistics/tx_bytes", "0"));
    }

    @Test
    void aFirstProbeHasTotals() {
        Observation.Passed passed = machine.passed(ETH0);
        Map<String, Double> measured = passed.measurements();
        assertEquals(1.0, measured.get("up"));
        assertEquals(8.0, measured.get("speed"));
        assertEquals(1_048_576.0, measured.get("received"));
        assertEquals(1.0, measured.get("received-mebibytes"));
        assertEquals(1.0 / 1024, measured.get("received-gibibytes"));
        assertEquals(2.0, measured.get("link-changes"));
        assertFalse(measured.containsKey("download"));
        assertEquals(Map.of("interface", "eth0", "state", "up", "duplex", "full"), passed.texts());
        assertEquals("eth0 is up, 8 Mbit/s full duplex; rates follow with the next probe", passed.text());
    }

    @Test
    void theBusierWayDecidesHowFullItIs() throws IOException {
        machine.passed(ETH0);
        machine.pass(Duration.ofSeconds(2));
        machine.write(FOLDER, Map.of("statistics/rx_bytes", "2048576", "statistics/tx_bytes", "500000"));
        Map<String, Double> measured = machine.passed(ETH0).measurements();
        assertEquals(500_000.0, measured.get("download"));
        assertEquals(250_000.0, measured.get("upload"));
        assertEquals(50.0, measured.get("saturation-percent"));
    }

    @Test
    void withHalfDuplexBothWaysCount() throws IOException {
        machine.write(FOLDER, Map.of("duplex", "half"));
        machine.passed(ETH0);
        machine.pass(Duration.ofSeconds(2));
        machine.write(FOLDER, Map.of("statistics/rx_bytes", "2048576", "statistics/tx_bytes", "500000"));
        assertEquals(75.0, machine.passed(ETH0).measurements().get("saturation-percent"));
    }

    @Test
    void withoutASpeedThereIsNoSaturation() throws IOException {
        machine.write(FOLDER, Map.of("speed", "-1", "duplex", "unknown"));
        machine.passed(ETH0);
        machine.pass(Duration.ofSeconds(2));
        Observation.Passed passed = machine.passed(ETH0);
        assertFalse(passed.measurements().containsKey("saturation-percent"));
        assertEquals("eth0 is up, of unknown speed, receives 0 bytes/s, sends 0 bytes/s", passed.text());
    }

    @Test
    void aLinkThatIsDownFails() throws IOException {
        machine.write(FOLDER, Map.of("operstate", "lowerlayerdown", "carrier", "0"));
        Observation.Failed failed = machine.failed(ETH0);
        assertEquals(FailureKind.DOWN, failed.kind());
        assertEquals("eth0 is lowerlayerdown", failed.text());
        assertEquals(0.0, failed.measurements().get("up"));
    }

    @Test
    void anInterfaceThatIsNotThereIsMissing(@TempDir Path empty) {
        assertEquals(
                FailureKind.MISSING, machine.failed(new NetworkTarget("eth1")).kind());
        assertEquals(
                "cannot look at eth0: /sys/class/net is not there; is sysfs mounted?",
                new HostRoot(empty).unknown(ETH0));
    }

    @Test
    void anInterfaceIsFoundByItsAddress() throws IOException {
        machine.write("sys/class/net/lo", Map.of("operstate", "unknown", "carrier", "1", "flags", "0x9"));
        assertEquals(
                "lo", machine.passed(new NetworkTarget("127.0.0.1")).texts().get("interface"));
    }
}
