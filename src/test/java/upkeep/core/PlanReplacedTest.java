package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import upkeep.core.HardState.Intent;

/** Another plan while upkeepd goes on. */
class PlanReplacedTest {

    @Test
    void aReplacedPlanKeepsWhatIsKnown() {
        World world = Worlds.web();
        world.operatorStops("web");
        world.plan = Plans.of(
                Plans.service("web", Plans.ALWAYS, Plans.liveness("web")),
                Plans.service("new", Plans.ALWAYS, Plans.liveness("new")));
        world.send(new Event.PlanReplaced(world.now));
        world.up("new");
        world.list();
        world.pass(Duration.ofMinutes(5));
        assertEquals(Intent.STOPPED, world.service("web").intent());
        assertEquals(Intent.RUN, world.service("new").intent());
        world.plan = Plans.of(Plans.service("new", Plans.ALWAYS, Plans.liveness("new")));
        world.send(new Event.PlanReplaced(world.now));
        assertFalse(world.state.services().containsKey("web"));
    }
}
