package upkeep.lab.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;
import upkeep.lab.UserModeLinux;

/** The example of RAID on a mirror that loses a member: in User-mode Linux, since a container has the RAID of its host, or none. */
@Tag("lab")
class RaidLabTest {

    /** What each of the three ways has to say of it. */
    private static final List<List<String>> SAID = List.of(
            List.of("raid", "md0 (raid1) is degraded: has 1 of 2 members"),
            List.of("mdstat", "content matches"),
            List.of("check-raid", "CRITICAL"));

    @Test
    void aMemberThatFailsIsNoticedInEachOfThreeWays(@TempDir Path folder) throws IOException {
        // The plug-in takes its time on this kernel, so that once has to be enough.
        Example example = Example.of("raid.yaml").often().with("timeout: 1min", "timeout: 1min\n    failures: 1");
        Files.writeString(folder.resolve("raid.yaml"), example.text());
        UserModeLinux.run(Suite.TRIXIE, folder, "raid.sh", "ledger.sh");
        assertTrue(Files.readString(folder.resolve("mdstat-well")).contains("[UU]"));
        assertTrue(Files.readString(folder.resolve("mdstat-ill")).contains("[U_]"));
        List<Recorded> entries = Recorded.list(Files.readString(folder.resolve("events.json")));
        for (List<String> said : SAID) {
            List<Recorded> own = entries.stream()
                    .filter(entry -> entry.subject().equals(said.getFirst()))
                    .toList();
            Recorded first = own.getFirst();
            assertTrue(first.is("observation", "passed"), first::toString);
            assertEquals(
                    1,
                    own.stream()
                            .filter(entry -> entry.is("incident-opened", said.getLast()))
                            .count(),
                    own::toString);
            assertTrue(own.stream().anyMatch(entry -> entry.kind().equals("incident-resolved")), own::toString);
        }
    }
}
