package upkeep.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.core.Bonds;
import upkeep.core.UnitStatus;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.Restart.Policy;

/** One unit as the simulated systemd keeps it. Its fields are what is true; what upkeepd knows may lag behind. */
final class SimulatedUnit {

    final UnitName name;
    final boolean oneshot;
    /** Its {@code Restart=}, with {@code RestartSec=}. */
    final Policy policy;

    final Duration restartDelay;
    final Duration startTimeout;
    /** So many starts are allowed in the interval. */
    final int startLimitBurst;

    final Duration startLimitInterval;

    final Set<SimulatedUnit> requires = new LinkedHashSet<>();
    final Set<SimulatedUnit> bindsTo = new LinkedHashSet<>();
    final Set<SimulatedUnit> partOf = new LinkedHashSet<>();
    /** The other ends of the same. */
    final Set<SimulatedUnit> dependents = new LinkedHashSet<>();

    String load = "loaded";
    String active = "inactive";
    String sub = "dead";
    String result = "success";
    Optional<Exit> exit = Optional.empty();
    long restarts;
    long run;
    /** The run that ended in failure, of which a reset makes no other one. */
    private long failedRun;

    long activeSince;
    long activeUntil;
    long inactiveSince;
    Optional<UnitName> trigger = Optional.empty();

    @Nullable SimulatedJob job;

    final List<Long> starts = new ArrayList<>();
    /** Counts up whenever its life takes another course, so that what was planned for the old one does not happen. */
    long course;

    boolean enabled = true;
    /** Somebody ever wanted it running: it ran at some time, also before a boot, or was released. */
    boolean wanted;

    /** The process answers nothing, until it is restarted. */
    boolean hung;
    /** It answers, and is not ready; until it is restarted or some time has passed. */
    boolean unready;
    /** Every start fails, until somebody mends it. */
    boolean broken;
    /** It dies a short while after each start, until somebody mends it. */
    boolean flapping;
    /** How long it takes to get ready. */
    Duration startsFor = Duration.ZERO;
    /** Whether it is ordered after what it hangs on, so that this is stopped once it is down. */
    boolean ordered = true;
    /** Whether it must be killed to be stopped. */
    boolean stubborn;
    /** Bytes a second. */
    double leak;

    /** Somebody stopped it on purpose, at that time, and nobody has started it since. */
    boolean stopped;

    long stoppedAt;
    /** It was down when somebody stopped it: nothing but the end of a job tells of that, and it may be lost. */
    boolean stoppedAtRest;

    private @Nullable Bonds bonds;

    SimulatedUnit(
            UnitName name,
            boolean oneshot,
            Policy policy,
            Duration restartDelay,
            Duration startTimeout,
            int startLimitBurst,
            Duration startLimitInterval) {
        this.name = name;
        this.oneshot = oneshot;
        this.policy = policy;
        this.restartDelay = restartDelay;
        this.startTimeout = startTimeout;
        this.startLimitBurst = startLimitBurst;
        this.startLimitInterval = startLimitInterval;
    }

    boolean isUp() {
        return active.equals("active");
    }

    boolean isDown() {
        return active.equals("inactive") || active.equals("failed");
    }

    boolean isWaitingForRestart() {
        return sub.startsWith("auto-restart");
    }

    /** Whether those that require it can go on. */
    boolean isThere() {
        return isUp()
                || (oneshot && active.equals("inactive") && run > 0 && run != failedRun && result.equals("success"));
    }

    boolean canStart() {
        return load.equals("loaded");
    }

    /** Whether a job or its own course is taking it somewhere. */
    boolean isQuiet() {
        return job == null && (isUp() || isDown());
    }

    void state(String newActive, String newSub) {
        active = newActive;
        sub = newSub;
        failedRun = newActive.equals("failed") ? run : failedRun;
    }

    UnitStatus status() {
        if (bonds == null) {
            bonds = new Bonds(names(requires), Set.of(), names(bindsTo), names(partOf));
        }
        return new UnitStatus(
                name,
                load,
                active,
                sub,
                result,
                exit,
                restarts,
                isUp() ? 1_000 + run : 0,
                job == null ? 0 : job.number,
                run == 0 ? "" : Long.toHexString(run),
                false,
                activeSince / 1_000,
                activeUntil / 1_000,
                inactiveSince / 1_000,
                trigger,
                oneshot,
                bonds,
                false);
    }

    private static Set<UnitName> names(Set<SimulatedUnit> units) {
        return units.stream().map(unit -> unit.name).collect(Collectors.toSet());
    }

    @Override
    public String toString() {
        return name + " " + load + " " + active + "/" + sub + " " + result + (job == null ? "" : " job " + job.number)
                + (stopped ? ", stopped by its operator" : "") + (hung ? ", hung" : "") + (broken ? ", broken" : "");
    }
}
