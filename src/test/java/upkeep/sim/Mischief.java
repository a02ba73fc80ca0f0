package upkeep.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.core.Event;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/** Lets things go wrong, as often as was drawn. */
final class Mischief {

    private static final Duration LONGEST_HOLD = Duration.ofMinutes(20);
    private static final Duration BETWEEN_HANDS_OFF = Duration.ofHours(1);
    private static final Duration LONGEST_STEP = Duration.ofMinutes(20);

    private final Agenda agenda;
    private final Chance chance;
    private final SimulatedClock clock;
    private final Faults faults;
    private final Plan plan;
    private final Systemd systemd;
    private final Network network;
    private final Bus bus;
    private final Upkeepd upkeepd;
    private final Operator operator;
    private final Host host;
    private final List<SimulatedUnit> units;
    private final List<Service> services;
    private boolean over;

    Mischief(
            Agenda agenda,
            Chance chance,
            SimulatedClock clock,
            Faults faults,
            Plan plan,
            Systemd systemd,
            Network network,
            Bus bus,
            Upkeepd upkeepd,
            Operator operator,
            Host host) {
        this.agenda = agenda;
        this.chance = chance;
        this.clock = clock;
        this.faults = faults;
        this.plan = plan;
        this.systemd = systemd;
        this.network = network;
        this.bus = bus;
        this.upkeepd = upkeepd;
        this.operator = operator;
        this.host = host;
        this.services = List.copyOf(plan.services().values());
        this.units =
                services.stream().map(service -> systemd.unit(service.unit())).toList();
    }

    void goOn() {
        agenda.after(chance.within(Duration.ofSeconds(2L * faults.pause())), () -> {
            if (!over) {
                happen(faults.next(chance), chance.among(units));
                goOn();
            }
        });
    }

    /** Now and then somebody works on the machine, and has upkeep do nothing meanwhile. */
    void handsOff(Chance when) {
        agenda.after(when.within(BETWEEN_HANDS_OFF), () -> {
            if (!over) {
                operator.handsOff(Duration.ofNanos(when.within(LONGEST_HOLD)));
                if (when.of(0.5)) {
                    agenda.after(when.within(LONGEST_HOLD), operator::handsOn);
                }
                handsOff(when);
            }
        });
    }

    /** Nothing goes wrong any more, and what did is mended. */
    void end() {
        over = true;
        operator.handsOn();
        network.calm();
        bus.restore();
        host.calm();
        for (SimulatedUnit unit : systemd.units().values()) {
            operator.mends(unit);
            operator.masks(unit, false);
        }
        for (String other : Drawn.OTHERS) {
            operator.starts(systemd.unit(new UnitName(other)));
        }
        for (Service service : services) {
            if (upkeepd.isAlive() && upkeepd.service(service).hold().isPresent()) {
                operator.releases(service);
            }
        }
    }

    private void happen(Faults.Kind kind, SimulatedUnit unit) {
        switch (kind) {
            case KILLED -> {
                String result = chance.among("signal", "signal", "core-dump", "watchdog", "oom-kill");
                systemd.die(unit, result, new Exit.Signal(9, result.equals("core-dump")));
            }
            case EXITED -> {
                boolean well = chance.of(0.5);
                systemd.die(unit, well ? "success" : "exit-code", new Exit.Status(well ? 0 : 1));
            }
            case HUNG -> hang(unit);
            case BROKEN -> unit.broken = true;
            case MENDED -> operator.mends(unit);
            case FLAPPING -> unit.flapping = true;
            case NOT_READY -> {
                unit.unready = true;
                later(Duration.ofMinutes(5), () -> unit.unready = false);
            }
            case SLOW -> unit.startsFor = Duration.ofNanos(chance.within(Duration.ofSeconds(40)));
            case STUBBORN -> unit.stubborn = true;
            case LEAK -> unit.leak = chance.between(1e6, 2e7);
            case OPERATOR_STOPS -> stop(unit);
            case OPERATOR_STARTS -> operator.starts(unit);
            case OPERATOR_RESTARTS -> operator.restarts(unit);
            case OPERATOR_MASKS -> operator.masks(unit, unit.canStart());
            case HOLD -> operator.holds(service(unit), Duration.ofNanos(chance.within(LONGEST_HOLD)));
            case RELEASE -> operator.releases(service(unit));
            case TRIGGER -> trigger(unit);
            case EXTERNAL -> external();
            case BUS_LOST -> bus.lose(Duration.ofNanos(chance.within(Duration.ofSeconds(20))));
            case OVERFLOW -> bus.overflow();
            case UPKEEPD_RESTARTS -> host.restartUpkeepd();
            case CLOCK_STEPPED ->
                clock.step(Duration.ofNanos(chance.within(LONGEST_STEP.multipliedBy(2)))
                        .minus(LONGEST_STEP));
            case SUSPENDED -> clock.step(Duration.ofNanos(chance.within(Duration.ofHours(8))));
            case PACKAGES -> host.installs(unit);
            case PRESSURE -> host.pressure();
            case GUARD -> host.guard();
            case DISK_FULL -> host.diskFull();
            case NETWORK -> partition();
            case PLAN_RELOADED -> upkeepd.send(new Event.PlanReplaced(clock.moment()));
            case REBOOT -> host.reboot();
        }
    }

    private void later(Duration longest, Runnable what) {
        agenda.after(chance.within(longest), what);
    }

    private Service service(SimulatedUnit unit) {
        return plan.serviceOf(unit.name).orElseThrow();
    }

    /** For good, or for a while. */
    private void hang(SimulatedUnit unit) {
        unit.hung = unit.isUp();
        if (chance.of(0.3)) {
            later(Duration.ofMinutes(2), () -> unit.hung = false);
        }
    }

    /** One unit, or first one and soon after another, each on purpose. */
    private void stop(SimulatedUnit unit) {
        operator.stops(unit);
        if (chance.of(0.2)) {
            SimulatedUnit other = chance.among(units);
            later(Duration.ofSeconds(20), () -> operator.stops(other));
        }
        if (chance.of(0.5)) {
            later(Duration.ofMinutes(10), () -> operator.starts(unit));
        }
        if (chance.of(0.2)) {
            unit.enabled = chance.of(0.5);
        }
    }

    private void trigger(SimulatedUnit unit) {
        if (unit.isDown() && unit.job == null && systemd.start(unit, SimulatedJob.Who.TRIGGER) != null) {
            unit.trigger = Optional.of(new UnitName(unit.name.stem() + ".timer"));
        }
    }

    private void external() {
        SimulatedUnit unit = systemd.unit(new UnitName(chance.among(Drawn.OTHERS)));
        switch (chance.below(4)) {
            case 0 -> systemd.die(unit, "exit-code", new Exit.Status(1));
            case 1 -> operator.stops(unit);
            case 2 -> operator.restarts(unit);
            default -> operator.starts(unit);
        }
    }

    /** The network is gone for all, for what own checks look at, or most services hang at once. */
    private void partition() {
        switch (chance.below(3)) {
            case 0 -> {
                network.gone(true);
                later(Duration.ofMinutes(4), () -> network.gone(false));
            }
            case 1 -> {
                network.othersGone(true);
                later(Duration.ofMinutes(4), () -> network.othersGone(false));
            }
            default -> units.stream().filter(it -> chance.of(0.7)).forEach(this::hang);
        }
    }
}
