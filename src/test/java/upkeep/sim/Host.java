package upkeep.sim;

import java.time.Duration;
import java.util.Optional;
import upkeep.core.Event;
import upkeep.core.HostFacts;
import upkeep.core.HostFacts.Pressure;

/** The machine: packages at work, pressure, upkeepd's own means, the disk, sleep, and boots. */
final class Host {

    private static final Duration LONGEST_TROUBLE = Duration.ofMinutes(8);

    private final Agenda agenda;
    private final Chance chance;
    private final SimulatedClock clock;
    private final Systemd systemd;
    private final Upkeepd upkeepd;
    private HostFacts facts = HostFacts.CALM;
    private boolean diskFull;
    private boolean packages;
    private int boots;
    private boolean goesDown;

    Host(Agenda agenda, Chance chance, SimulatedClock clock, Systemd systemd, Upkeepd upkeepd) {
        this.agenda = agenda;
        this.chance = chance;
        this.clock = clock;
        this.systemd = systemd;
        this.upkeepd = upkeepd;
    }

    private void facts(HostFacts next) {
        facts = next;
        upkeepd.send(new Event.HostSeen(clock.moment(), facts));
    }

    /** Another upkeepd looks at the machine first. */
    void look() {
        if (!facts.equals(HostFacts.CALM)) {
            facts(facts);
        }
        if (diskFull) {
            upkeepd.send(new Event.LedgerSeen(clock.moment(), Optional.of("the disk is full")));
        }
    }

    private void forAWhile(Runnable then) {
        agenda.after(chance.within(LONGEST_TROUBLE), then);
    }

    void pressure() {
        Pressure high = new Pressure(chance.between(0, 100), chance.between(0, 30), chance.between(0, 60));
        facts(new HostFacts(Optional.of(high), facts.packages(), facts.guard(), facts.resolver()));
        forAWhile(this::noPressure);
    }

    private void noPressure() {
        facts(new HostFacts(Optional.of(new Pressure(1, 0, 0)), facts.packages(), facts.guard(), facts.resolver()));
    }

    void guard() {
        facts(new HostFacts(
                facts.pressure(), facts.packages(), Optional.of("loopback does not answer"), facts.resolver()));
        forAWhile(this::noGuard);
    }

    private void noGuard() {
        facts(new HostFacts(facts.pressure(), facts.packages(), Optional.empty(), facts.resolver()));
    }

    void diskFull() {
        diskFull = true;
        upkeepd.send(new Event.LedgerSeen(clock.moment(), Optional.of("the disk is full")));
        forAWhile(this::diskFree);
    }

    private void diskFree() {
        diskFull = false;
        upkeepd.send(new Event.LedgerSeen(clock.moment(), Optional.empty()));
    }

    /** A package is installed: its scripts stop or restart its unit, or stop it and start it later, or never. */
    void installs(SimulatedUnit unit) {
        if (packages) {
            return;
        }
        packages = true;
        facts(new HostFacts(facts.pressure(), true, facts.guard(), facts.resolver()));
        agenda.after(chance.within(Duration.ofSeconds(5)), () -> {
            if (chance.of(0.3)) {
                systemd.restart(unit, SimulatedJob.Who.PACKAGE);
            } else if (!unit.isDown() && unit.job == null) {
                systemd.stop(unit, SimulatedJob.Who.PACKAGE);
                if (chance.of(0.8)) {
                    agenda.after(
                            chance.within(Duration.ofSeconds(30)), () -> systemd.start(unit, SimulatedJob.Who.PACKAGE));
                }
            }
        });
        agenda.after(Duration.ofSeconds(40).toNanos() + chance.within(Duration.ofMinutes(2)), () -> {
            packages = false;
            facts(new HostFacts(facts.pressure(), false, facts.guard(), facts.resolver()));
        });
    }

    /** Everything is as it should be. */
    void calm() {
        noPressure();
        noGuard();
        diskFree();
    }

    /** upkeepd is stopped and started, or killed and started by systemd. */
    void restartUpkeepd() {
        if (upkeepd.isAlive()) {
            upkeepd.end();
            int before = boots;
            agenda.after(chance.of(0.7) ? 0 : chance.within(Duration.ofSeconds(40)), () -> {
                // Else the boot begins it.
                if (boots == before) {
                    beginUpkeepd(false);
                }
            });
        }
    }

    private void beginUpkeepd(boolean booted) {
        upkeepd.begin(booted);
        look();
    }

    /** The machine goes down and comes up again: enabled units are started, and upkeepd with them. */
    void reboot() {
        if (!upkeepd.isAlive() || goesDown) {
            return;
        }
        goesDown = true;
        systemd.shutDown();
        upkeepd.send(new Event.HostStopping(clock.moment()));
        for (SimulatedUnit unit : systemd.units().values()) {
            if (!unit.isDown()) {
                systemd.stop(unit, SimulatedJob.Who.DEPENDENCY);
            }
        }
        agenda.after(Duration.ofSeconds(1).toNanos() + chance.within(Duration.ofSeconds(3)), () -> {
            upkeepd.end();
            boots++;
            goesDown = false;
            systemd.powerOff();
            facts = HostFacts.CALM;
            clock.step(Duration.ofNanos(chance.within(Duration.ofMinutes(2))));
            agenda.after(Duration.ofSeconds(1).toNanos(), this::boot);
        });
    }

    private void boot() {
        for (SimulatedUnit unit : systemd.units().values()) {
            if (unit.enabled && unit.job == null && unit.isDown()) {
                systemd.start(unit, SimulatedJob.Who.BOOT);
            }
        }
        agenda.after(chance.within(Duration.ofSeconds(20)), () -> beginUpkeepd(true));
    }
}
