package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.UnitStatus.Exit;

/** Units that somebody masked. */
class MaskTest {

    @Test
    void whatIsDeadAndMaskedIsNotRestarted() {
        World world = Worlds.web();
        world.see(world.masked(world.up("web")));
        assertEquals(
                "somebody masked it: systemd does not start it until it is unmasked",
                world.last(Kind.INTENT, "web").text());
        world.answers.put("web", World.failed());
        world.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(
                List.of("not restarted: it is masked, so systemd would not start it again"),
                world.entries(Kind.REFUSAL, "web").stream().map(Entry::text).toList());
    }

    @Test
    void whatFailedAndIsMaskedIsStartedOnceItIsUnmasked() {
        World world = Worlds.web();
        world.see(world.masked(world.set("web", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0)));
        world.pass(Duration.ofHours(1));
        assertEquals(List.of(), world.jobs(), world.story());
        world.fail("web");
        assertEquals("somebody unmasked it", world.last(Kind.INTENT, "web").text());
        assertEquals(1, world.jobs().size(), world.story());
    }

    @Test
    void whatHasNoUnitFileIsTold() {
        World world = Worlds.web();
        world.see(UnitStatus.absent(new UnitName("web.service")));
        world.pass(Duration.ofMinutes(10));
        assertEquals(List.of(), world.jobs(), world.story());
        assertEquals(
                "it is down, and systemd has no such unit, or cannot read its file",
                world.last(Kind.INCIDENT_OPENED, "web").text());
    }
}
