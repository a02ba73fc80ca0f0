package upkeep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What upkeepd tells of services as JSON, as far as a rollout and a proxy go by it. */
class SeenServiceTest {

    private static final String STATUS = """
            {"healthy": false, "warnings": ["name"], "lateness": {"probes": 1}, "services": [
              {"name": "web@1", "phase": "up", "health": "ok", "hold": null,
               "checks": [{"id": "web@1/readiness", "last": "passed"}]},
              {"name": "web@2", "phase": "up", "health": "not-ready",
               "hold": {"until": "2026-11-26T10:00:00Z", "reason": "", "by": "root", "name": "other"}, "checks": []}
            ], "checks": [{"id": "disk", "name": "web@3"}]}
            """;

    @Test
    void servicesAreReadWithTheirStates() {
        assertEquals(
                Map.of(
                        "web@1", new SeenService("up", "ok", false),
                        "web@2", new SeenService("up", "not-ready", true)),
                SeenService.parse(STATUS));
        assertEquals(Map.of(), SeenService.parse(""));
        assertEquals(Map.of(), SeenService.parse("{\"services\": [{\"name\": "));
    }

    @Test
    void whatIsNotKnownIsNeitherReadyNorUnready() {
        SeenService starting = new SeenService("up", "starting", false);
        assertFalse(starting.isReady() || starting.isUnready());
        assertTrue(new SeenService("up", "suspect", false).isReady());
        assertTrue(new SeenService("failed", "none", false).isUnready());
        assertTrue(new SeenService("up", "dead", false).isUnready());
    }
}
