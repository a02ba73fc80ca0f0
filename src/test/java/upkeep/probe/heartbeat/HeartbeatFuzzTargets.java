package upkeep.probe.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.run.Memory;

/** What the ledger holds of a job. */
public final class HeartbeatFuzzTargets {

    private HeartbeatFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.of("heartbeat", HeartbeatFuzzTargets::remembered, Heartbeat.class)
                .from("- - - - - ", "1764211200000 1764207600000 3 61000 1764121200000 no space left\n"));
    }

    /** What was read is written and read as the same. */
    private static void remembered(byte[] bytes) {
        Optional<Heartbeat> read = Heartbeat.parse(new String(bytes, StandardCharsets.UTF_8));
        read.ifPresent(heartbeat -> {
            assertTrue(heartbeat.text().length() <= Memory.LONGEST);
            assertEquals(read, Heartbeat.parse(heartbeat.text()));
        });
    }
}
