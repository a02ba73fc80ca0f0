package upkeep.sim;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.core.Event;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus;

/**
 * What upkeepd hears of the units, as its connection to systemd tells it: nothing before all were listed; changes at once, or
 * the newest state a moment later; the end of a job once the unit was looked at again. What is lost is lost for all units,
 * and is made good by listing them anew.
 */
final class Bus implements Systemd.Signals {

    static final Duration LOOK = Duration.ofMillis(15);

    private final Agenda agenda;
    private final Chance chance;
    private final SimulatedClock clock;
    private final Faults faults;
    private final Set<SimulatedUnit> looks = new HashSet<>();
    private @Nullable Upkeepd upkeepd;
    private @Nullable Systemd systemd;
    private boolean up = true;
    private boolean deaf;
    private long connection;

    Bus(Agenda agenda, Chance chance, SimulatedClock clock, Faults faults) {
        this.agenda = agenda;
        this.chance = chance;
        this.clock = clock;
        this.faults = faults;
    }

    void connect(Systemd told, Upkeepd teller) {
        systemd = told;
        upkeepd = teller;
    }

    private Upkeepd upkeepd() {
        return java.util.Objects.requireNonNull(upkeepd);
    }

    private Systemd systemd() {
        return java.util.Objects.requireNonNull(systemd);
    }

    boolean isUp() {
        return up;
    }

    /** Whether what happens now is told to upkeepd. */
    boolean isHeard() {
        return up && !deaf && upkeepd().isListed();
    }

    @Override
    public void changed(SimulatedUnit unit) {
        if (!isHeard()) {
            return;
        }
        if (chance.of(0.7)) {
            tell(unit);
            if (chance.of(faults.duplicated())) {
                tell(unit);
            }
        } else if (looks.add(unit)) {
            soon(() -> {
                looks.remove(unit);
                tell(unit);
            });
        }
    }

    private void tell(SimulatedUnit unit) {
        upkeepd().send(new Event.UnitSeen(clock.moment(), unit.status()));
    }

    /** Within the time that a look at a unit takes, if it is still heard then. */
    private void soon(Runnable what) {
        long mine = connection;
        agenda.after(chance.within(LOOK), () -> {
            if (mine == connection && isHeard()) {
                what.run();
            }
        });
    }

    @Override
    public void queued(SimulatedUnit unit, SimulatedJob job) {
        if (isHeard()) {
            upkeepd().send(new Event.JobQueued(clock.moment(), unit.name, job.number));
        }
    }

    @Override
    public void ended(SimulatedUnit unit, SimulatedJob job, JobResult result) {
        if (isHeard()) {
            soon(() -> {
                upkeepd().send(new Event.JobEnded(clock.moment(), unit.name, job.number, result, unit.status()));
                if (chance.of(faults.duplicated())) {
                    tell(unit);
                }
            });
        }
    }

    /** Every unit is looked at, if there is a bus. */
    void list() {
        if (up && !deaf && upkeepd().isAlive()) {
            forgetWhatIsUnderWay();
            Map<UnitName, UnitStatus> all = new HashMap<>();
            systemd().units().forEach((name, unit) -> all.put(name, unit.status()));
            upkeepd().send(new Event.Listed(clock.moment(), all));
        }
    }

    void forgetWhatIsUnderWay() {
        connection++;
        looks.clear();
    }

    void lose(Duration away) {
        if (up) {
            up = false;
            forgetWhatIsUnderWay();
            upkeepd().busLost();
            agenda.after(away.toNanos(), this::restore);
        }
    }

    void restore() {
        if (!up) {
            up = true;
            list();
        }
    }

    /** More signals came than could be taken in: some are lost, until the units are listed anew. */
    void overflow() {
        if (isHeard()) {
            deaf = true;
            forgetWhatIsUnderWay();
            agenda.after(chance.within(Duration.ofMillis(300)), () -> {
                deaf = false;
                list();
            });
        }
    }
}
