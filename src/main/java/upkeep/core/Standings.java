package upkeep.core;

import upkeep.core.HardState.Intent;
import upkeep.spec.Check;
import upkeep.spec.Service;

/** What those who use a service, check or app have of it. */
final class Standings {

    private Standings() {}

    static Standing of(Step step, Service service) {
        ServiceState state = step.service(service);
        if (!step.host.listed() || state.phase() == Phase.UNSEEN) {
            return Standing.UNKNOWN;
        }
        if (state.hasDoneItsWork() || Evaluation.hasEndedWell(service, state)) {
            return Standing.UP;
        }
        boolean isWorkedOn = state.hold().isPresent()
                || state.intent() == Intent.STOPPED
                || state.intent() == Intent.STOPPED_WITH_PACKAGE
                || step.host.packagesAtWork(step.now)
                || step.host.stopping();
        Standing bad = isWorkedOn ? Standing.MAINTENANCE : Standing.DOWN;
        if (state.phase() != Phase.UP) {
            return state.intent() == Intent.UNKNOWN ? Standing.MAINTENANCE : bad;
        }
        return switch (HealthFolding.health(step, service)) {
            case OK, NONE, SUSPECT -> Standing.UP;
            case NOT_READY -> Standing.DEGRADED;
            case DEAD -> bad;
            // One that has just been restarted is as bad as before; of one that upkeepd has just come to see nothing is
            // known.
            case STARTING -> state.incident().isPresent() || state.attached().isPresent() ? bad : Standing.UNKNOWN;
            case UNKNOWN -> Standing.UNKNOWN;
        };
    }

    static Standing of(Step step, Check check) {
        CheckState state = step.check(check.id());
        if (state.last().filter(Observation.Unknown.class::isInstance).isPresent()) {
            return Standing.UNKNOWN;
        }
        return switch (state.verdict()) {
            case PASSING -> Standing.UP;
            case FAILING -> Standing.DOWN;
            case NONE -> Standing.UNKNOWN;
        };
    }

    static Standing of(AppStanding.State state) {
        return switch (state) {
            case UP -> Standing.UP;
            case DEGRADED -> Standing.DEGRADED;
            case DOWN -> Standing.DOWN;
            case UNKNOWN -> Standing.UNKNOWN;
            case STOPPED -> Standing.MAINTENANCE;
        };
    }
}
