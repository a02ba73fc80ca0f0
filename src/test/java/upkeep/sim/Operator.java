package upkeep.sim;

import java.time.Duration;
import upkeep.core.Event;
import upkeep.core.Event.Caller;
import upkeep.spec.Service;

/** A person at the machine, who starts, stops, masks and holds services, and mends them. */
final class Operator {

    private static final Caller ROOT = new Caller(0, "root");

    private final Agenda agenda;
    private final SimulatedClock clock;
    private final Systemd systemd;
    private final Bus bus;
    private final Upkeepd upkeepd;

    Operator(Agenda agenda, SimulatedClock clock, Systemd systemd, Bus bus, Upkeepd upkeepd) {
        this.agenda = agenda;
        this.clock = clock;
        this.systemd = systemd;
        this.bus = bus;
        this.upkeepd = upkeepd;
    }

    /**
     * {@code systemctl stop}. Not of what is being stopped anyway, nor while the machine shuts down, which nobody could tell from
     * that; and what is down is stopped only while upkeepd listens, since such a stop leaves no other trace.
     */
    void stops(SimulatedUnit unit) {
        boolean beingStopped =
                (unit.job != null && unit.job.type == SimulatedJob.Type.STOP) || unit.active.equals("deactivating");
        if (beingStopped || systemd.isShuttingDown() || (unit.isDown() && !bus.isHeard())) {
            return;
        }
        unit.stoppedAtRest = unit.isDown();
        systemd.stop(unit, SimulatedJob.Who.OPERATOR);
        unit.stopped = true;
        unit.stoppedAt = agenda.now();
    }

    void starts(SimulatedUnit unit) {
        systemd.start(unit, SimulatedJob.Who.OPERATOR);
    }

    void restarts(SimulatedUnit unit) {
        systemd.restart(unit, SimulatedJob.Who.OPERATOR);
    }

    void masks(SimulatedUnit unit, boolean masked) {
        unit.load = masked ? "masked" : "loaded";
        systemd.changed(unit);
    }

    void holds(Service service, Duration length) {
        upkeepd.send(new Event.HoldAsked(
                clock.moment(), service.name(), clock.moment().plus(length), "moving things", ROOT));
    }

    void handsOff(Duration length) {
        upkeepd.send(new Event.HandsOffAsked(clock.moment(), clock.moment().plus(length), "changing disks", ROOT));
    }

    void handsOn() {
        upkeepd.send(new Event.HandsOnAsked(clock.moment(), ROOT));
    }

    /** {@code upkeep release}, which also takes back a stop. */
    void releases(Service service) {
        if (upkeepd.isAlive()) {
            if (upkeepd.service(service).hold().isEmpty()) {
                SimulatedUnit unit = systemd.unit(service.unit());
                unit.stopped = false;
                unit.wanted = true;
            }
            upkeepd.send(new Event.ReleaseAsked(clock.moment(), service.name(), ROOT));
        }
    }

    /** Mends whatever is wrong with a unit, so that its next start succeeds. */
    void mends(SimulatedUnit unit) {
        unit.broken = false;
        unit.flapping = false;
        unit.startsFor = Duration.ZERO;
        unit.stubborn = false;
        unit.leak = 0;
    }
}
