package upkeep.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    @TempDir
    Path root;

    private Links links = new Links(new ProcFiles());

    @BeforeEach
    void aMachineWithOneInterface() throws IOException {
        links = new Links(new ProcFiles(root, () -> 9));
        write(Map.of(
                "operstate", "up",
                "carrier", "1",
                "flags", "0x1003",
                "speed", "1000",
                "duplex", "full",
                "carrier_changes", "4"));
        for (String way : List.of("rx", "tx")) {
            write(Map.of(
                    "statistics/" + way + "_bytes", way.equals("rx") ? "1000" : "2000",
                    "statistics/" + way + "_packets", "10",
                    "statistics/" + way + "_errors", "1",
                    "statistics/" + way + "_dropped", "2"));
        }
    }

    private void write(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> each : files.entrySet()) {
            Path file = root.resolve("sys/class/net/eth0").resolve(each.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, each.getValue() + "\n");
        }
    }

    private Link eth0() {
        return links.link("eth0").orElseThrow();
    }

    @Test
    void readsEveryPart() {
        assertTrue(links.areThere());
        assertEquals(
                new Link(
                        9,
                        "eth0",
                        "up",
                        true,
                        OptionalLong.of(1000),
                        "full",
                        4,
                        new Link.Traffic(1000, 10, 1, 2),
                        new Link.Traffic(2000, 10, 1, 2)),
                eth0());
    }

    @Test
    void aSpeedThatIsNotKnownIsAbsent() throws IOException {
        write(Map.of("speed", "-1", "duplex", "unknown"));
        assertEquals(OptionalLong.empty(), eth0().speed());
        Files.delete(root.resolve("sys/class/net/eth0/speed"));
        assertEquals(OptionalLong.empty(), eth0().speed());
    }

    @Test
    void whatHasNoStateIsUpIfItIsSwitchedOnAndHasACarrier() throws IOException {
        write(Map.of("operstate", "unknown", "flags", "0x9"));
        assertTrue(eth0().isUp());
        write(Map.of("flags", "0x8"));
        assertFalse(eth0().isUp());
        write(Map.of("flags", "0x9", "carrier", "0"));
        assertFalse(eth0().isUp());
        write(Map.of("operstate", "down"));
        assertFalse(eth0().isUp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"eth1", "", ".", "..", "../net/eth0", "eth0/statistics", "eth0\n", "aaaaaaaaaaaaaaaa"})
    void otherNamesAreNoInterfaces(String name) {
        assertEquals(Optional.empty(), links.link(name));
    }

    @Test
    void theLoopbackIsFoundByItsAddress() {
        assertEquals(Optional.of("lo"), Links.withAddress("127.0.0.1"));
        assertEquals(Optional.empty(), Links.withAddress("192.0.2.255"));
        assertEquals(Optional.empty(), Links.withAddress("eth0"));
    }
}
