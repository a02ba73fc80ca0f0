package upkeep.core;

import java.time.Duration;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.core.CheckState.Verdict;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** What the probes of a service, and of all services together, amount to. */
final class HealthFolding {

    static final Duration PANIC_WITHIN = Duration.ofSeconds(30);
    private static final int PANIC_AT_LEAST = 4;

    private HealthFolding() {}

    static Health health(Step step, Service service) {
        ServiceState state = step.service(service);
        if (state.phase() != Phase.UP) {
            return Health.NONE;
        }
        if (state.isFrozen()) {
            return Health.UNKNOWN;
        }
        if (Reactions.isVotedOn(step, service)) {
            return Health.DEAD;
        }
        Optional<CheckState> startup = service.probes().startup().map(check -> step.check(check.id()));
        if (startup.isPresent() && !state.proven()) {
            return whileStarting(state, startup.get());
        }
        Optional<Check> liveness = service.probes().liveness();
        if (liveness.isPresent() && !isGood(step.check(liveness.get().id()))) {
            CheckState check = step.check(liveness.get().id());
            return state.proven() ? whileBad(liveness.get(), check) : whileStarting(state, check);
        }
        Optional<CheckState> readiness = service.probes().readiness().map(check -> step.check(check.id()));
        if (readiness.isPresent()) {
            return ofReadiness(readiness.get(), state.proven());
        }
        return step.index.probes(service).isEmpty() ? Health.NONE : Health.OK;
    }

    private static boolean isGood(CheckState check) {
        return check.verdict() == Verdict.PASSING && check.failures() == 0 && !isUnknown(check);
    }

    private static boolean isUnknown(CheckState check) {
        return check.last().filter(Observation.Unknown.class::isInstance).isPresent();
    }

    private static Health whileStarting(ServiceState state, CheckState check) {
        if (check.verdict() == Verdict.FAILING) {
            return Health.DEAD;
        }
        // While it cannot be run nobody knows whether the start is over, and who needs the service would wait for ever.
        boolean isOfThisRun =
                check.at().filter(at -> at.reached(state.phaseSince())).isPresent();
        return isOfThisRun && isUnknown(check) ? Health.UNKNOWN : Health.STARTING;
    }

    private static Health whileBad(Check liveness, CheckState check) {
        if (check.isDead(liveness)) {
            return Health.DEAD;
        }
        if (isUnknown(check)) {
            return Health.UNKNOWN;
        }
        return check.failures() > 0 || check.verdict() == Verdict.FAILING ? Health.SUSPECT : Health.STARTING;
    }

    private static Health ofReadiness(CheckState readiness, boolean proven) {
        if (isUnknown(readiness)) {
            return Health.UNKNOWN;
        }
        return switch (readiness.verdict()) {
            case FAILING -> proven ? Health.NOT_READY : Health.STARTING;
            case PASSING -> Health.OK;
            case NONE -> Health.STARTING;
        };
    }

    /** Since when the service is bad; one that was just restarted is bad until it passes again. */
    static Optional<Moment> badSince(Step step, Service service) {
        return service.probes().liveness().flatMap(check -> badSince(step, service, step.check(check.id())));
    }

    private static Optional<Moment> badSince(Step step, Service service, CheckState liveness) {
        Optional<Moment> restarted = liveness.verdict() == Verdict.NONE
                ? Optional.ofNullable(step.host.restarts().get(service.name()))
                : Optional.empty();
        return liveness.firstFailure().or(() -> restarted);
    }

    /** Looks again after something else than a probe's result: what was bad may be down by now, or not wanted any more. */
    static void endPanic(Step step) {
        if (step.host.panicSince().isPresent()) {
            panic(step);
        }
    }

    /** Whether its probes run, or will once it is restarted; those of what is down or frozen tell nothing any more. */
    static boolean isProbed(ServiceState state) {
        boolean atRest = state.phase() == Phase.DOWN || state.phase() == Phase.FAILED || state.isFrozen();
        return state.intent() == HardState.Intent.RUN
                && (!atRest || state.pending().isPresent());
    }

    /**
     * Enters panic when more than half of at least four probed services turned bad within half a minute, and leaves it
     * when half or fewer are bad.
     */
    static void panic(Step step) {
        int probed = 0;
        int bad = 0;
        int newlyBad = 0;
        for (Service service : step.plan.services().values()) {
            if (service.probes().liveness().isEmpty() || !isProbed(step.service(service))) {
                continue;
            }
            probed++;
            Optional<Moment> since = badSince(step, service);
            if (since.isPresent()) {
                bad++;
                newlyBad += step.now.since(since.get()).compareTo(PANIC_WITHIN) <= 0 ? 1 : 0;
            }
        }
        if (step.host.panicSince().isEmpty() && probed >= PANIC_AT_LEAST && 2 * newlyBad > probed) {
            HostFolding.panic(step, bad, probed);
        } else if (step.host.panicSince().isPresent() && 2 * bad <= probed) {
            HostFolding.calm(step);
        }
    }
}
