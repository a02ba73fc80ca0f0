package upkeep.core;

import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.core.ServiceState.Queued;
import upkeep.core.UnitStatus.Exit;
import upkeep.spec.Service;

/** Who or what moved a unit, as far as systemd's own words tell. What the journal adds comes later, as evidence. */
final class Attribution {

    private Attribution() {}

    /** Why a unit that was {@code old} before came to an end that no job asked for. */
    static Cause ofEnd(ServiceState old, UnitStatus status) {
        return switch (status.result()) {
            case "watchdog" -> Cause.WATCHDOG;
            case "oom-kill" -> Cause.OUT_OF_MEMORY;
            case "start-limit-hit" -> Cause.START_LIMIT;
            case "timeout" -> Cause.TIMEOUT;
            default -> isGivenUp(old, status) ? Cause.START_LIMIT : ofExit(status.exit());
        };
    }

    /**
     * Whether systemd was about to restart the unit itself, and did not: the result is still that of the last run then. Version 252
     * lets the unit be inactive for a moment before it refuses.
     */
    static boolean isGivenUp(ServiceState old, UnitStatus status) {
        boolean waited = old.phase() == Phase.BACKING_OFF
                || (old.phase() == Phase.DOWN && status.restarts() > old.restartsBefore());
        return waited && Phase.of(status) == Phase.FAILED;
    }

    private static Cause ofExit(Optional<Exit> exit) {
        return exit.map(it -> switch (it) {
                    case Exit.Signal _ -> Cause.CRASH;
                    case Exit.Status _ -> Cause.EXIT;
                })
                .orElse(Cause.UNKNOWN);
    }

    /** What made a unit come up that was {@code old} before. */
    static Cause ofStart(Step step, Service service, ServiceState old, UnitStatus status) {
        if (old.pending().isPresent()) {
            return Cause.POLICY;
        }
        if (old.status().filter(before -> status.restarts() > before.restarts()).isPresent()
                || (old.downSince().isPresent() && status.restarts() > old.restartsBefore())
                || (old.phase() == Phase.BACKING_OFF && status.job() == 0)) {
            return Cause.SYSTEMD;
        }
        return step.service(service).queued().entrySet().stream()
                .max(Map.Entry.comparingByKey())
                .map(job -> ofJob(step, service, job.getKey(), job.getValue(), status))
                .orElse(status.trigger().isPresent() ? Cause.TRIGGER : Cause.UNKNOWN);
    }

    /** Who asked for a job that is not ours. */
    static Cause ofJob(Step step, Service service, long job, Queued queued, UnitStatus status) {
        boolean isUp = Phase.of(status) != Phase.DOWN && Phase.of(status) != Phase.FAILED;
        // A oneshot is down again by then, and so is what has ended at once; what triggered a run is known of that run
        // alone.
        boolean hasRun = !status.invocation().equals(queued.invocation());
        if ((isUp || hasRun) && status.trigger().isPresent()) {
            return Cause.TRIGGER;
        }
        if (Dependencies.movedWith(step, service, job, queued).isPresent()) {
            return Cause.DEPENDENCY;
        }
        return queued.packages() ? Cause.PACKAGE : Cause.OPERATOR;
    }

    /** Whether the journal may know more of it than systemd says on the bus. */
    static boolean isWorthLookingUp(Cause cause) {
        return switch (cause) {
            case OPERATOR, CRASH, OUT_OF_MEMORY, EXIT, PACKAGE -> true;
            case POLICY, SYSTEMD, KILL, DEPENDENCY, TRIGGER, WATCHDOG, START_LIMIT, TIMEOUT, UNKNOWN -> false;
        };
    }

    /** Asks the journal about what that entry tells. */
    static void lookUp(Step step, Service service, long entry, long job) {
        Moment since = step.now.plus(EvidenceFolding.BEFORE.negated());
        String invocation =
                step.service(service).status().map(UnitStatus::invocation).orElse("");
        step.act(new Action.LookUp(entry, service.unit(), since, job, invocation));
    }
}
