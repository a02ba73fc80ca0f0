package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.spec.Service;

/** What a service needs is down, and comes back. */
class DependencyTest {

    @Test
    void whenItsDependencyIsDownTheDependantIsLeftAlone() {
        Service database = Plans.service("db", Plans.ALWAYS, Plans.liveness("db"));
        Service web = Plans.service("web", Plans.ALWAYS, Plans.liveness("web"), "db");
        World world = Worlds.running(Plans.of(database, web));
        world.send(new Event.HoldAsked(world.now, "db", world.now.plus(Duration.ofHours(9)), "", Worlds.ROOT));
        world.answers.put("db", World.failed());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(List.of(), world.entries(Kind.INCIDENT_OPENED, "web"), world.story());
    }

    @Test
    void whatWasStoppedWithItsDependencyComesBackWithIt() {
        Service database = Plans.service("db", Plans.ALWAYS, Plans.liveness("db"));
        Service web = Plans.service("web", Plans.ALWAYS, Plans.liveness("web"), "db");
        World world = Worlds.running(Plans.of(database, web));
        world.see(world.set("db", "failed", "failed", "signal", Optional.empty(), 0));
        world.operatorStops("web");
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        world.pass(Duration.ofSeconds(2));
        world.carryOut();
        world.pass(Duration.ofSeconds(20));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }
}
