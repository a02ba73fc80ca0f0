package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;

/** Services that are only observed. */
class ObserveTest {

    private static final String SPEC = """
            services:
              web:
                exec: /usr/bin/web
                user: web
                port: 80
                actions: observe
                probes: {liveness: {tcp: {}}}
                rules:
                  - {if: memory > 300M, then: [stop, {exec: [/usr/bin/page], user: nobody}]}
                  - {if: memory > 400M, then: hold}
            """;

    @Test
    void whatWouldBeDoneIsRecordedAndNotDone() {
        World world = Worlds.running(SPEC);
        world.answers.put("web", World.failed());
        world.passUntil(() -> !world.entries(Kind.DECISION, "web").isEmpty());
        assertEquals(List.of(), world.jobs(), world.story());
        Entry decision = world.entries(Kind.DECISION, "web").getFirst();
        assertTrue(decision.text().startsWith("would restart web.service: liveness"), decision.text());
        assertEquals("true", decision.fields().get("observe"));
        assertEquals(Optional.empty(), world.service("web").pending());
        assertEquals(List.of("firing"), world.told("web"));
    }

    @Test
    void whatFailedWouldBeStarted() {
        World world = Worlds.running(SPEC);
        world.fail("web");
        world.pass(Duration.ofSeconds(5));
        assertEquals(List.of(), world.jobs());
        assertTrue(world.entries(Kind.DECISION, "web").getFirst().text().startsWith("would start web.service: "));
    }

    @Test
    void nothingIsStoppedHeldOrRunEither() {
        World world = Worlds.running(SPEC);
        world.memory.put("web", 5e8);
        world.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.programs());
        assertEquals(Optional.empty(), world.service("web").hold());
        List<String> would =
                world.entries(Kind.DECISION, "web").stream().map(Entry::text).toList();
        assertEquals("would stop web.service: web: memory > 300M", would.get(0));
        assertTrue(would.get(1).startsWith("would run /usr/bin/page: web: memory > 300M says memory is"), would.get(1));
        assertEquals("would put supervision on hold: web: memory > 400M", would.get(2));
    }

    @Test
    void systemdsCountersAreLeftAlone() {
        World world = Worlds.running(SPEC);
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(11));
        assertEquals(List.of(), world.service("web").restarts());
        assertEquals(
                0,
                world.actions.stream()
                        .filter(Action.ResetFailed.class::isInstance)
                        .count());
    }
}
