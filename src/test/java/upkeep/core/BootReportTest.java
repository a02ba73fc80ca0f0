package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import upkeep.base.Severity;
import upkeep.base.UnitName;
import upkeep.core.Entry.Kind;
import upkeep.core.HardState.Intent;
import upkeep.core.UnitStatus.Exit;

/** What became of what ran before a boot. */
class BootReportTest {

    private static World booted() {
        World world = Worlds.running(Plans.of(
                Plans.service("db", Plans.ALWAYS, upkeep.spec.Probes.NONE),
                Plans.service("idle", Plans.ALWAYS, upkeep.spec.Probes.NONE),
                Plans.service("web", Plans.ALWAYS, upkeep.spec.Probes.NONE, "db")));
        world.operatorStops("idle");
        return world.restartUpkeepd(true);
    }

    private static String report(World world) {
        return world.entries(Kind.DAEMON, "").stream()
                .filter(entry -> "boot".equals(entry.fields().get("report")))
                .map(Entry::text)
                .reduce((one, other) -> one + other)
                .orElse("");
    }

    @Test
    void allIsUp() {
        World world = booted();
        world.list();
        world.pass(Duration.ofSeconds(119));
        assertEquals("", report(world));
        world.pass(Duration.ofMinutes(10));
        assertEquals("after the boot, 2 of 2 services that ran before are up", report(world));
        Action.Alert alert = world.alerts("").getLast();
        assertEquals(Severity.INFORMATION, alert.severity());
        assertEquals(Action.Alert.State.REPORT, alert.state());
    }

    @Test
    void whatIsMissingIsNamed() {
        World world = booted();
        world.down("web");
        world.list();
        world.pass(Duration.ofMinutes(3));
        assertEquals("after the boot, 1 of 2 services that ran before is up; not up: web (down)", report(world));
        assertEquals(Severity.WARNING, world.alerts("").getLast().severity());
        assertEquals(Intent.STOPPED, world.service("web").intent());
    }

    @Test
    void whatWasNotStartedForWantOfAnotherComesBackWithThat() {
        World world = booted();
        UnitStatus failed = world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        world.with(UnitStatus.absent(new UnitName("web.service")), "loaded", Optional.empty(), false, failed.bonds());
        world.list();
        assertEquals(Intent.STOPPED_WITH_DEPENDENCY, world.service("web").intent(), world.story());
        world.pass(Duration.ofSeconds(3));
        world.carryOut();
        world.pass(Duration.ofSeconds(20));
        assertEquals("web", world.jobs().getLast().service(), world.story());
    }

    @Test
    void whatIsMaskedAtTheBootStaysDownWhenWhatItNeedsIsBack() {
        World world = booted();
        UnitStatus failed = world.set("db", "failed", "failed", "exit-code", Optional.of(new Exit.Status(1)), 0);
        world.with(UnitStatus.absent(new UnitName("web.service")), "masked", Optional.empty(), false, failed.bonds());
        world.list();
        assertEquals(Intent.STOPPED, world.service("web").intent(), world.story());
        world.pass(Duration.ofSeconds(3));
        world.carryOut();
        world.pass(Duration.ofHours(1));
        assertEquals("db", world.jobs().getLast().service(), world.story());
    }

    @Test
    void nothingIsReportedWithoutABoot() {
        World world = Worlds.web().restartUpkeepd();
        world.list();
        world.pass(Duration.ofMinutes(10));
        assertEquals("", report(world));
    }
}
