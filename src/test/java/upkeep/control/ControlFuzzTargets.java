package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import upkeep.fuzz.FuzzTarget;

/** What people type to ask upkeepd about something. */
public final class ControlFuzzTargets {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private ControlFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(FuzzTarget.ofText("typed-time", ControlFuzzTargets::time, Times.class)
                .from("14:05", "14:05:30", "2026-11-22 02:30", "2026-11-22T14:05:30+01:00", "2026-03-29T02:30:00Z"));
    }

    private static void time(String text) {
        Times.parse(text, NOW, BERLIN)
                .ifPresent(time ->
                        assertEquals(time.truncatedTo(ChronoUnit.SECONDS).plusMillis(999), time));
    }
}
