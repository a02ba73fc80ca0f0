package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import upkeep.base.Severity;
import upkeep.base.UnitName;

/** How often a service may be restarted, by systemd and by us together. */
class BudgetTest {

    @Test
    void aSpentBudgetIsToldLoudlyAndTriedSlowly() {
        World world = Worlds.web();
        world.answers.put("web", World.failed());
        // Each run passes once, so that the grace ends, and hangs again at once.
        for (int i = 1; i <= 5; i++) {
            world.pass(Duration.ofSeconds(20));
            assertEquals(i, world.jobs().size(), world.story());
            world.answers.clear();
            world.carryOut();
            world.pass(Duration.ofMillis(100));
            world.answers.put("web", World.failed());
        }
        assertEquals(5, world.jobs().size(), world.story());
        world.pass(Duration.ofMinutes(2));
        assertEquals(5, world.jobs().size(), "the sixth is over the budget" + world.story());
        assertTrue(world.alerts("web").stream().anyMatch(alert -> alert.severity() == Severity.CRITICAL));
        world.pass(Duration.ofMinutes(16));
        assertTrue(world.jobs().size() >= 6, "it is tried again slowly" + world.story());
    }

    @Test
    void theBudgetIsSharedWithSystemdAndOutlivesUpkeepd() {
        World world = Worlds.web();
        for (int i = 0; i < 5; i++) {
            world.crashAndRestart("web");
        }
        assertEquals(5, world.service("web").restarts().size());
        World next = world.restartUpkeepd();
        next.list();
        next.pass(Duration.ofSeconds(20));
        next.answers.put("web", World.failed());
        next.pass(Duration.ofMinutes(1));
        assertEquals(List.of(), next.jobs(), next.story());
        assertTrue(next.service("web").exhausted().isPresent(), next.story());
    }

    @Test
    void timeUpAndDeadIsNotStable() {
        World world = Worlds.web();
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(1));
        world.send(new Event.HoldAsked(world.now, "web", world.now.plus(Duration.ofHours(1)), "", Worlds.ROOT));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(8));
        world.answers.clear();
        world.pass(Duration.ofMinutes(3));
        assertEquals(1, world.service("web").restarts().size(), world.story());
        world.pass(Duration.ofMinutes(8));
        assertEquals(List.of(), world.service("web").restarts(), world.story());
    }

    @Test
    void stableTimeMakesTheBudgetWhole() {
        World world = Worlds.web();
        world.crashAndRestart("web");
        world.pass(Duration.ofMinutes(11));
        assertEquals(List.of(), world.service("web").restarts());
        assertTrue(world.actions.contains(new Action.ResetFailed(new UnitName("web.service"))));
    }

    @Test
    void theBackOffGrowsWithEachRestart() {
        assertEquals(Duration.ZERO, BackOff.after(0, Plans.ALWAYS, "web"));
        Duration last = Duration.ZERO;
        for (int n = 1; n < 40; n += 3) {
            Duration wait = BackOff.after(n, Plans.ALWAYS, "web");
            assertTrue(wait.compareTo(last) >= 0 || wait.compareTo(Duration.ofSeconds(225)) >= 0, n + ": " + wait);
            assertTrue(wait.compareTo(Duration.ofSeconds(375)) <= 0);
            last = wait;
        }
    }
}
