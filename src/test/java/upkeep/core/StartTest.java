package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.spec.CheckId;
import upkeep.spec.CheckId.Role;
import upkeep.spec.Probes;

/** While a service starts: grace, and the startup probe. */
class StartTest {

    @Test
    void aSlowStartIsExcusedUntilTheGraceEnds() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        world.down("web");
        world.list();
        world.answers.put("web", World.failed());
        world.operatorStarts("web");
        world.pass(Duration.ofSeconds(80));
        assertEquals(List.of(), world.jobs(), world.story());
        world.pass(Duration.ofSeconds(40));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void aServiceFoundRunningForLongHasNoGraceLeft() {
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, Plans.liveness("web"))));
        UnitStatus up = world.up("web");
        long activeSince = world.now.monotonicNanos() / 1_000 - 600_000_000L;
        UnitStatus forLong = new UnitStatus(
                up.unit(),
                "loaded",
                "active",
                "running",
                "success",
                Optional.empty(),
                0,
                4_711,
                0,
                "a",
                false,
                activeSince,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
        world.send(new Event.Listed(world.now, java.util.Map.of(up.unit(), forLong)));
        world.answers.put("web", World.failed());
        world.pass(Duration.ofSeconds(30));
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void theStartupProbeGatesTheOthers() {
        Probes probes = new Probes(
                Optional.of(Plans.probe("web", Role.STARTUP)),
                Optional.of(Plans.probe("web", Role.LIVENESS)),
                Optional.empty());
        World world = new World(Plans.of(Plans.service("web", Plans.ALWAYS, probes)));
        world.down("web");
        world.list();
        world.answers.put("web/startup", World.failed());
        world.operatorStarts("web");
        world.pass(Duration.ofSeconds(1));
        assertTrue(world.actions.stream()
                .noneMatch(action -> action instanceof Action.ProbeAt probe
                        && probe.check().equals(CheckId.ofProbe("web", Role.LIVENESS))));
        world.answers.clear();
        world.pass(Duration.ofSeconds(30));
        assertTrue(world.actions.stream()
                .anyMatch(action -> action instanceof Action.ProbeAt probe
                        && probe.check().equals(CheckId.ofProbe("web", Role.LIVENESS))));
    }
}
