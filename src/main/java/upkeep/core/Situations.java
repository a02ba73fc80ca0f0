package upkeep.core;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Moment;
import upkeep.core.Verdict.Row;
import upkeep.spec.Check;
import upkeep.spec.ExitStatuses;
import upkeep.spec.Restart;
import upkeep.spec.Service;

/** Looks at one service as it now is. */
final class Situations {

    private static final int FLAPS = 4;
    private static final Duration LOOP_WINDOW = Duration.ofSeconds(30);
    /** A second restart within the window is the third start. */
    private static final int LOOPS = 2;
    /** The share of all services, one in so many, and the least number of them. */
    private static final int HOST_SHARE = 5;

    private static final int HOST_AT_LEAST = 3;

    private Situations() {}

    static Situation of(Step step, Service service) {
        ServiceState state = step.service(service);
        Health health = HealthFolding.health(step, service);
        return new Situation(
                state.phase(),
                health,
                state.intent(),
                load(state),
                HandsOff.isHeld(step, state),
                Dependencies.state(step, service),
                host(step),
                health == Health.DEAD ? Peers.state(step, service) : Situation.Peers.FREE,
                isBusy(step, state),
                step.now.reached(state.phaseSince().plus(Evaluation.SETTLED_DOWN)),
                isOverdue(step, service, state),
                isLooping(step, state),
                isFlapping(step, service),
                wantedBack(step, service, state),
                restartsInWindow(step, service).size()
                        < service.restart().budget().count(),
                hostBudgetLeft(step, service, state),
                isRetryDue(step, service, state),
                step.now.reached(earliestRestart(step, service)));
    }

    private static Situation.Load load(ServiceState state) {
        if (state.isFrozen()) {
            return Situation.Load.FROZEN;
        }
        String load = state.status().map(UnitStatus::loadState).orElse("loaded");
        return switch (load) {
            case "masked" -> Situation.Load.MASKED;
            case "not-found", "error", "bad-setting" -> Situation.Load.MISSING;
            default -> Situation.Load.OK;
        };
    }

    /** A job is on the unit; or was just there, and what it was for is not known before its end is told. */
    static boolean isBusy(Step step, ServiceState state) {
        if (state.pending().isPresent()
                || state.status().filter(status -> status.job() != 0).isPresent()) {
            return true;
        }
        for (ServiceState.Queued job : state.queued().values()) {
            if (!step.now.reached(job.since().plus(Evaluation.JOB_END_TOLD))) {
                return true;
            }
        }
        return false;
    }

    private static Situation.Host host(Step step) {
        HostState host = step.host;
        if (!host.listed()) {
            return Situation.Host.BLIND;
        }
        if (host.stopping()) {
            return Situation.Host.STOPPING;
        }
        if (host.packagesAtWork(step.now)) {
            return Situation.Host.PACKAGES;
        }
        if (isEarly(step, host.panicSince())) {
            return Situation.Host.PANIC;
        }
        return isEarly(step, host.pressureSince()) ? Situation.Host.PRESSURE : Situation.Host.NORMAL;
    }

    /** What casts doubt on all probes does so for a while only: the fault may be the services' after all. */
    private static boolean isEarly(Step step, Optional<Moment> since) {
        return since.filter(it -> !step.now.reached(it.plus(Evaluation.PANIC))).isPresent();
    }

    /**
     * Whether a unit that is down is to be started again: as its restart policy says of the way it ended, systemd.service(5).
     * An adopted unit that has no policy of ours is wanted back after a failure: that is what it was adopted for.
     */
    private static boolean wantedBack(Step step, Service service, ServiceState state) {
        boolean failed = state.phase() == Phase.FAILED;
        if (!failed && state.phase() != Phase.DOWN) {
            return false;
        }
        String result = state.status().map(UnitStatus::result).orElse("success");
        // ExecCondition= or another condition said that it is not to run now.
        boolean skipped = result.equals("exec-condition") || result.equals("condition");
        Restart restart = service.restart();
        Optional<UnitStatus.Exit> exit = state.status().flatMap(UnitStatus::exit);
        if (exit.filter(it -> isAmong(restart.exceptions().never(), it)).isPresent()) {
            return Reactions.starter(step, service).isPresent();
        }
        if (!skipped
                && exit.filter(it -> isAmong(restart.exceptions().always(), it)).isPresent()) {
            return true;
        }
        return switch (restart.policy()) {
                    case ALWAYS -> !skipped;
                    case NO -> false;
                    case ON_SUCCESS -> !failed && !skipped;
                    case UNIT, ON_FAILURE -> failed;
                    case ON_ABNORMAL -> failed && !result.equals("exit-code");
                    case ON_ABORT -> failed && (result.equals("signal") || result.equals("core-dump"));
                    case ON_WATCHDOG -> failed && result.equals("watchdog");
                }
                || Reactions.starter(step, service).isPresent();
    }

    private static boolean isAmong(ExitStatuses ends, UnitStatus.Exit exit) {
        return switch (exit) {
            case UnitStatus.Exit.Status status -> ends.codes().contains(status.code());
            case UnitStatus.Exit.Signal signal -> ends.signals().contains(signal.number());
        };
    }

    private static boolean isFlapping(Step step, Service service) {
        for (Check reacting : step.index.reacting(service)) {
            CheckState check = step.check(reacting.id());
            boolean failing = check.verdict() == CheckState.Verdict.FAILING;
            if (failing
                    && Window.within(check.flips(), Evaluation.FLAP_WINDOW, step.now)
                                    .size()
                            >= FLAPS) {
                return true;
            }
        }
        return false;
    }

    private static boolean isLooping(Step step, ServiceState state) {
        if (state.restarts().size() < LOOPS
                || Window.within(state.restarts(), LOOP_WINDOW, step.now).size() < LOOPS) {
            return false;
        }
        return state.phase() != Phase.UP || !step.now.reached(state.phaseSince().plus(Evaluation.SETTLED));
    }

    /**
     * Few different services are restarted on a probe's word in one minute; the same one again has its own budget. Units
     * that are down are brought up a few at a time.
     */
    private static boolean hostBudgetLeft(Step step, Service service, ServiceState state) {
        int allowed = Math.max(HOST_AT_LEAST, step.plan.services().size() / HOST_SHARE);
        return switch (state.phase()) {
            case DOWN, FAILED -> underWay(step) < allowed;
            case UNSEEN, UP, STARTING, STOPPING, BACKING_OFF -> restartsLeft(step, service, allowed);
        };
    }

    private static int underWay(Step step) {
        int underWay = 0;
        for (String name : step.plan.services().keySet()) {
            underWay += step.service(name).pending().isPresent() ? 1 : 0;
        }
        return underWay;
    }

    private static boolean restartsLeft(Step step, Service service, int allowed) {
        if (step.host.panicSince().isPresent() || step.host.pressureSince().isPresent()) {
            // It has lasted: the fault may be theirs after all, and one careful try a minute tells.
            return step.host.restarts().values().stream()
                    .allMatch(at -> step.now.since(at).compareTo(Evaluation.HOST_WINDOW) >= 0);
        }
        Set<String> others = new HashSet<>();
        step.host.restarts().forEach((name, at) -> {
            if (step.now.since(at).compareTo(Evaluation.HOST_WINDOW) < 0 && !name.equals(service.name())) {
                others.add(name);
            }
        });
        return others.size() < allowed;
    }

    /** The time for a slow try has come; or what the service needs is back, which may have been all it lacked. */
    private static boolean isRetryDue(Step step, Service service, ServiceState state) {
        if (state.exhausted().isEmpty()) {
            return false;
        }
        boolean waited = step.now.reached(state.exhausted().get().plus(Evaluation.RETRY_EXHAUSTED));
        boolean lackedDependency = state.told()
                .filter(told ->
                        told.equals(Row.FAILED_DEPENDENCY_DOWN.word()) || told.equals(Row.DEAD_DEPENDENCY_DOWN.word()))
                .isPresent();
        int used = restartsInWindow(step, service).size();
        return waited || (lackedDependency && used <= service.restart().budget().count());
    }

    static List<Moment> restartsInWindow(Step step, Service service) {
        List<Moment> restarts = step.service(service).restarts();
        if (restarts.isEmpty()) {
            return restarts;
        }
        return Window.within(restarts, service.restart().budget().per().toDuration(), step.now);
    }

    /** When the wait since the last restart is over. */
    static Moment earliestRestart(Step step, Service service) {
        List<Moment> restarts = restartsInWindow(step, service);
        if (restarts.isEmpty()) {
            return step.now;
        }
        return restarts.getLast().plus(BackOff.after(restarts.size(), service.restart(), service.name()));
    }

    /** When a unit that is still not active is told of. */
    static Moment startDeadline(Service service, ServiceState state) {
        Moment begun = state.downSince().orElse(state.phaseSince());
        return begun.plus(UnitFolding.grace(service)).plus(Duration.ofSeconds(30));
    }

    /** A start that may take any time is never late. */
    private static boolean startsForEver(Service service) {
        return service.execution().filter(it -> it.startTimeout().isInfinite()).isPresent();
    }

    private static boolean isOverdue(Step step, Service service, ServiceState state) {
        return switch (state.phase()) {
            case STARTING, BACKING_OFF -> !startsForEver(service) && step.now.reached(startDeadline(service, state));
            case UNSEEN, UP, STOPPING, DOWN, FAILED -> false;
        };
    }
}
