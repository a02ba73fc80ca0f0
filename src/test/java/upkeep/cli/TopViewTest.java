package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.cli.TopView.Row;

/** What upkeepd tells is understood. */
class TopViewTest {

    static final String STATUS = """
            {"healthy": false, "warnings": ["packages are being installed"], "lateness": {"probes": 3, "p50": 0.1},
             "services": [
              {"name": "web", "unit": "web.service", "healthy": false, "active-state": "active", "sub-state": "running",
               "phase": "up", "health": "dead", "intent": "run",
               "hold": {"until": "2026-11-27T15:00:00Z", "reason": "moving", "by": "root"},
               "since": "2026-11-27T14:00:00Z", "main-pid": 4021,
               "restarts": {"used": 2, "budget": 5, "per": "10min", "exhausted": false}, "incident": 7,
               "notes": ["looping"], "next": {"what": "probe", "due": "2026-11-27T14:05:00Z"},
               "checks": [
                {"id": "web/liveness", "target": "http://127.0.0.1/", "last": "failed", "when": "2026-11-27T14:04:00Z",
                 "text": "status 500", "streak": 3, "failing": true}]},
              {"name": "db", "unit": "db.service", "healthy": true, "active-state": "inactive", "sub-state": "dead",
               "health": "none", "hold": null, "since": null, "main-pid": 0, "restarts": {"used": 0, "budget": 5},
               "incident": null, "notes": [], "next": null, "checks": []}],
             "checks": [
              {"id": "mail", "target": "mail:25", "last": null, "when": null, "text": "", "streak": 0, "failing": false}]}
            """;

    @Test
    void servicesAndChecksAreRows() {
        Row web = new Row(
                "web",
                "web.service",
                "active (running)",
                "dead",
                false,
                4021,
                "2/5",
                Optional.of(Instant.parse("2026-11-27T14:00:00Z")),
                "liveness: status 500; on hold: moving; looping");
        Row db = new Row("db", "db.service", "inactive (dead)", "none", true, 0, "0/5", Optional.empty(), "");
        Row mail = new Row("mail", "", "mail:25", "not yet run", true, 0, "", Optional.empty(), "");
        assertEquals(
                Optional.of(new TopView(List.of("packages are being installed"), List.of(web, db, mail))),
                TopView.parse(STATUS));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{", "{\"services\": [{\"main-pid\": \"many\"}]}", "nonsense"})
    void whatIsNoneIsNone(String text) {
        assertEquals(Optional.empty(), TopView.parse(text));
    }
}
