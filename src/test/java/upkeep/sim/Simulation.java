package upkeep.sim;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import upkeep.base.UnitName;
import upkeep.core.Entry;
import upkeep.core.Supervisor;
import upkeep.sim.Faults.Kind;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;
import upkeep.spec.Restart.Policy;
import upkeep.spec.Service;

/**
 * One world, all drawn from its seed: a systemd, its units and their faults, a network that lies now and then, an operator,
 * a machine, and upkeepd in virtual time. Invariants hold after every event, and once the faults are over.
 */
public final class Simulation {

    private static final Duration BEGIN = Duration.ofHours(1);
    private static final Duration BOOT = Duration.ofSeconds(2);
    /** Seeds below were played, and some pinned, before there was such a thing; what they draw stays as it was. */
    private static final long FIRST_SEED_OF_HANDS_OFF = 2_500_000;

    /** The same of units without {@code After=}. */
    private static final long FIRST_SEED_OF_NO_ORDER = 3_000_000;

    /** The same of apps. */
    private static final long FIRST_SEED_OF_APPS = 4_000_000;

    private static final Duration DRIFT = Duration.ofSeconds(97);
    /** The share of units that somebody starts at all before upkeepd comes. */
    private static final double STARTED = 0.9;
    /** A spent budget is tried every quarter of an hour, and flapping is forgiven after half an hour. */
    private static final Duration CALM = Duration.ofMinutes(75);

    private final Agenda agenda = new Agenda();
    private final Chance chance;
    private final Plan plan;
    private final Systemd systemd;
    private final Bus bus;
    private final Upkeepd upkeepd;
    private final Mischief mischief;
    private final Operator operator;
    private final Recording recording;
    private final boolean whole;

    /** How a world differs from what its seed draws. */
    public record Variant(Function<Plan, Supervisor> supervisors, boolean observe, boolean whole, WallClock wallClock) {

        public static final Variant PLAIN = by(Supervisor::new);

        /** Everything is kept, and replayed at the end. */
        static final Variant WHOLE = new Variant(Supervisor::new, false, true, WallClock.DRAWN);

        /** Everything is kept, and nothing is done. */
        static final Variant OBSERVED = new Variant(Supervisor::new, true, true, WallClock.DRAWN);

        static final Variant STEADY = new Variant(Supervisor::new, false, true, WallClock.STEADY);

        static final Variant DRIFTING = new Variant(Supervisor::new, false, true, WallClock.DRIFTING);

        /** upkeepd decides by another table. */
        public static Variant by(Function<Plan, Supervisor> supervisors) {
            return new Variant(supervisors, false, false, WallClock.DRAWN);
        }
    }

    /** What the wall clock does. */
    enum WallClock {
        /** What the seed draws. */
        DRAWN,
        /** It goes beside the monotonic clock; nothing is read from it, since there is one life only. */
        STEADY,
        /** The same, but it is stepped again and again, each time by too little to be noticed. */
        DRIFTING
    }

    public Simulation(long seed, Variant variant) {
        this.chance = new Chance(seed);
        this.whole = variant.whole();
        agenda.startAt(BEGIN.toNanos());
        Optional<Chance> apps =
                seed >= FIRST_SEED_OF_APPS ? Optional.of(new Chance(~Long.reverse(seed))) : Optional.empty();
        PlanSources sources = Drawn.plan(chance, variant.observe(), apps);
        this.plan = sources.plan()
                .value()
                .orElseThrow(() -> new AssertionError("a drawn spec that does not load: " + sources.plan() + sources));
        this.recording = new Recording(sources, plan, whole);
        Faults drawn = Faults.draw(chance);
        Faults faults = variant.wallClock() == WallClock.DRAWN
                ? drawn
                : drawn.without(Kind.CLOCK_STEPPED, Kind.SUSPENDED, Kind.UPKEEPD_RESTARTS, Kind.REBOOT);
        SimulatedClock clock = new SimulatedClock(agenda);
        this.bus = new Bus(agenda, chance, clock, faults);
        this.systemd = new Systemd(agenda, chance, chance.of(0.5), bus);
        Network network = new Network(chance, faults, plan, systemd);
        units();
        this.upkeepd = new Upkeepd(
                agenda, chance, clock, faults, plan, variant.supervisors(), systemd, network, bus, recording);
        bus.connect(systemd, upkeepd);
        this.operator = new Operator(agenda, clock, systemd, bus, upkeepd);
        Host host = new Host(agenda, chance, clock, systemd, upkeepd);
        this.mischief =
                new Mischief(agenda, chance, clock, faults, plan, systemd, network, bus, upkeepd, operator, host);
        if (seed >= FIRST_SEED_OF_HANDS_OFF) {
            mischief.handsOff(new Chance(~seed));
        }
        if (seed >= FIRST_SEED_OF_NO_ORDER) {
            Chance order = new Chance(Long.reverse(seed));
            systemd.units().values().forEach(unit -> unit.ordered = order.of(0.5));
        }
        if (variant.wallClock() == WallClock.DRIFTING) {
            drift(clock, 1);
        }
    }

    private void drift(SimulatedClock clock, int times) {
        agenda.after(DRIFT.toNanos(), () -> {
            clock.step(Duration.ofSeconds(times % 3 == 0 ? -4 : 4));
            drift(clock, times + 1);
        });
    }

    private void units() {
        for (String other : Drawn.OTHERS) {
            systemd.add(new SimulatedUnit(
                    new UnitName(other),
                    false,
                    chance.among(Policy.NO, Policy.ON_FAILURE),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(90),
                    5,
                    Duration.ofSeconds(10)));
        }
        for (Service service : plan.services().values()) {
            systemd.add(unit(service));
        }
        for (Service service : plan.services().values()) {
            Service.Relations relations = service.relations();
            SimulatedUnit unit = systemd.unit(service.unit());
            relations.requires().forEach(name -> unit.requires.add(dependency(unit, name)));
            relations.bindsTo().forEach(name -> unit.bindsTo.add(dependency(unit, name)));
            relations.partOf().forEach(name -> unit.partOf.add(dependency(unit, name)));
        }
    }

    private SimulatedUnit dependency(SimulatedUnit unit, UnitName name) {
        SimulatedUnit dependency = systemd.unit(name);
        dependency.dependents.add(unit);
        return dependency;
    }

    private SimulatedUnit unit(Service service) {
        boolean oneshot = service.execution()
                .filter(execution -> execution.type() == upkeep.spec.Execution.Type.ONESHOT)
                .isPresent();
        return new SimulatedUnit(
                service.unit(),
                oneshot,
                service.restart().policy() == Policy.UNIT
                        ? chance.among(Policy.NO, Policy.ON_FAILURE)
                        : service.restart().policy(),
                service.restart().delay().toDuration(),
                service.execution()
                        .map(execution -> execution.startTimeout().toDuration())
                        .orElse(Duration.ofSeconds(90)),
                service.restart().budget().count() + 1,
                service.restart().budget().per().toDuration());
    }

    /** Lets faults happen for a while, then none, and looks at what is left. */
    public void run(Duration withFaults) {
        for (SimulatedUnit unit : systemd.units().values()) {
            if (chance.of(STARTED)) {
                agenda.after(chance.within(BOOT), () -> operator.starts(unit));
            }
        }
        agenda.after(BOOT.toNanos(), bus::list);
        agenda.after(2 * BOOT.toNanos(), mischief::goOn);
        agenda.runUntil(agenda.now() + withFaults.toNanos());
        mischief.end();
        agenda.runUntil(agenda.now() + CALM.toNanos());
        new Ending(plan, upkeepd.state(), systemd, upkeepd.invariants().incidents()).check();
        if (whole) {
            recording.replay();
        }
    }

    /** How many events upkeepd was told. */
    public long events() {
        return recording.events();
    }

    Plan plan() {
        return plan;
    }

    Recording recording() {
        return recording;
    }

    List<Entry> entries() {
        return recording.entries();
    }
}
