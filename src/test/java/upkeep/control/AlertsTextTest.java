package upkeep.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import upkeep.base.Severity;

class AlertsTextTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    private static AlertsView view() {
        AlertsView.Wrong db = new AlertsView.Wrong(
                "db",
                Severity.CRITICAL,
                "exited with status 1",
                NOW.minusSeconds(600),
                List.of("api", "web"),
                new TreeMap<>(Map.of("ops", NOW.minusSeconds(570), "phone", NOW.minusSeconds(600))),
                Optional.of("alice sees to it: the disk is full"));
        AlertsView.Wrong host = new AlertsView.Wrong(
                "",
                Severity.ERROR,
                "ops cannot be told",
                NOW.minusSeconds(86_400),
                List.of(),
                new TreeMap<>(),
                Optional.empty());
        return new AlertsView(
                List.of(db, host),
                List.of(new AlertsView.Silenced(3, "web*", NOW.plusSeconds(3_600), "bob", "upgrade")),
                List.of(new AlertsView.Waiting("ops", 2, NOW.minusSeconds(60), Optional.of("connection refused"))),
                new TreeMap<>(Map.of("ops", "mail", "phone", "ntfy")));
    }

    @Test
    void allThatThereIsToTellIsShown() {
        Answer answer = AlertsText.answer(view(), false, NOW, ZoneOffset.UTC);
        assertEquals("""
                SUBJECT  SEVERITY  SINCE                TOLD                          WHAT
                db       critical  11:50:00             ops 11:50:30, phone 11:50:00  exited with status 1; api, web suffer (alice sees to it: the disk is full)
                host     error     2026-11-26 12:00:00  nobody                        ops cannot be told

                Silences (upkeep silence --end NUMBER):
                  3  web*  until 13:00:00  by bob: upgrade

                Not delivered yet:
                  ops  2 messages  since 11:59:00  connection refused
                """, answer.out());
        assertEquals(1, answer.exitCode());
    }

    @Test
    void whereNothingIsWrongAndNobodyIsToldThatIsSaid() {
        AlertsView nothing = new AlertsView(List.of(), List.of(), List.of(), new TreeMap<>());
        Answer answer = AlertsText.answer(nothing, false, NOW, ZoneOffset.UTC);
        assertEquals("""
                Nobody is told: no spec names receivers. What happens is in the journal (journalctl -t upkeepd).
                Nothing is wrong.
                """, answer.out());
        assertEquals(0, answer.exitCode());
    }

    @Test
    void theSameIsThereForPrograms() {
        String json = AlertsText.answer(view(), true, NOW, ZoneOffset.UTC).out();
        assertTrue(json.contains("\"subject\" : \"db\""), json);
        assertTrue(json.contains("\"ops\" : \"2026-11-27T11:50:30Z\""), json);
        assertTrue(json.contains("\"fault\" : \"connection refused\""), json);
        assertTrue(json.contains("\"phone\" : \"ntfy\""), json);
    }
}
