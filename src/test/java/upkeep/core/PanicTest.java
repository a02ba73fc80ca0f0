package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Most services bad at once. */
class PanicTest {

    @Test
    void mostServicesBadAtOnceIsThePanicOfTheHost() {
        World world = Worlds.hanging(6, 6);
        world.pass(Duration.ofMinutes(4));
        assertTrue(world.state.panicSince().isPresent(), world.story());
        assertTrue(world.jobs().size() <= 2, "at most what began before the panic" + world.story());
        world.answers.clear();
        world.pass(Duration.ofMinutes(1));
        assertTrue(world.state.panicSince().isEmpty(), world.story());
    }

    @Test
    void whatIsStoppedOrDownIsNoLongerBad() {
        World world = Worlds.hanging(6, 4);
        world.pass(Duration.ofMinutes(4));
        assertTrue(world.state.panicSince().isPresent(), world.story());
        List<String> hanging = Stream.of("web0", "web1", "web2", "web3")
                .filter(name -> world.service(name).pending().isEmpty())
                .toList();
        world.operatorStops(hanging.getFirst());
        hanging.stream().skip(1).forEach(world::fail);
        assertTrue(world.state.panicSince().isEmpty(), world.story());
    }

    @Test
    void aLastingPanicIsFollowedByOneCarefulTryAMinute() {
        World world = Worlds.hanging(6, 6);
        world.pass(Duration.ofMinutes(4));
        int before = world.jobs().size();
        world.pass(Duration.ofSeconds(150));
        int tried = world.jobs().size() - before;
        assertTrue(tried >= 1 && tried <= 2, tried + " tries" + world.story());
    }
}
