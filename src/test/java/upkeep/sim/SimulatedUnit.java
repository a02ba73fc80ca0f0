package upkeep.sim;

import java.util.Optional;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.UnitStatus;
import upkeep.core.UnitStatus.Exit;

/** One unit as the simulated systemd keeps it. Its fields are what is true; what upkeepd knows may lag behind. */
final class SimulatedUnit {

    final UnitName name;
    String active = "inactive";
    String sub = "dead";
    String result = "success";
    Optional<Exit> exit = Optional.empty();
    long restarts;
    long job;
    long run;

    /** The process answers nothing, until it is restarted. */
    boolean hung;
    /** Every start fails, until somebody mends it. */
    boolean broken;
    /** Somebody stopped it, and nobody has started it since. */
    boolean stoppedByOperator;
    /** Starts within systemd's own window, for its start limit. */
    int recentStarts;

    SimulatedUnit(UnitName name) {
        this.name = name;
    }

    boolean isUp() {
        return active.equals("active");
    }

    UnitStatus status() {
        return new UnitStatus(
                name,
                "loaded",
                active,
                sub,
                result,
                exit,
                restarts,
                isUp() ? 1_000 + run : 0,
                job,
                run == 0 ? "" : Long.toHexString(run),
                false,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE);
    }

    void state(String newActive, String newSub) {
        active = newActive;
        sub = newSub;
    }
}
