package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;

/** Supervision suspended and resumed. */
class HoldTest {

    @Test
    void aHoldStopsActionsAndEnds() {
        World world = Worlds.web();
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "upgrade", Worlds.ROOT));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(30));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(1, world.entries(Kind.REFUSAL, "web").size(), world.story());
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofMinutes(20));
        assertTrue(next.service("web").hold().isPresent(), "a hold outlives upkeepd");
        next.pass(Duration.ofMinutes(20));
        assertTrue(next.service("web").hold().isEmpty(), next.story());
        assertTrue(next.jobs().size() <= 1, next.story());
        next.pass(Duration.ofMinutes(2));
        assertEquals(1, next.jobs().size(), "after the hold and one grace it is restarted" + next.story());
    }
}
