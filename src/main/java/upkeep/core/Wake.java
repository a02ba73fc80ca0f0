package upkeep.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import upkeep.base.Moment;
import upkeep.core.Verdict.Row;
import upkeep.spec.Service;

/**
 * When a service, or the machine, must be looked at again although nothing happens: the first moment at which a verdict
 * may change.
 */
final class Wake {

    /** The machine's name among those of the services. */
    static final String HOST = "";

    private final Moment now;
    private @Nullable Moment first;

    private Wake(Moment now) {
        this.now = now;
    }

    private void add(Moment moment) {
        boolean ahead = !now.reached(moment);
        if (ahead && (first == null || first.reached(moment))) {
            first = moment;
        }
    }

    private void add(Optional<Moment> moment) {
        if (moment.isPresent()) {
            add(moment.get());
        }
    }

    static void next(Step step, Service service, Row decided) {
        ServiceState state = step.service(service);
        Wake wake = new Wake(step.now);
        wake.add(state.hold().map(ServiceState.Hold::until));
        wake.add(state.exhausted().map(since -> since.plus(Evaluation.RETRY_EXHAUSTED)));
        switch (state.phase()) {
            case UP -> wake.whileUp(step, service, state);
            case STARTING, BACKING_OFF -> wake.add(Situations.startDeadline(service, state));
            case DOWN, FAILED -> {
                wake.add(state.phaseSince().plus(Evaluation.SETTLED_DOWN));
                if (decided == Row.FAILED_HOST_LIMIT) {
                    wake.add(step.now.plus(Evaluation.SETTLED_DOWN));
                }
            }
            case UNSEEN, STOPPING -> {}
        }
        if (!state.restarts().isEmpty()) {
            wake.add(Situations.earliestRestart(step, service));
        }
        for (ServiceState.Queued job : state.queued().values()) {
            wake.add(job.since().plus(Evaluation.JOB_END_TOLD));
        }
        if (decided == Row.DEAD_PEERS_RESTARTING || decided == Row.COMMON_CAUSE) {
            wake.add(Peers.deadline(step, service));
        }
        wake.host(step);
        if (wake.first != null) {
            step.act(new Action.WakeAt(service.name(), wake.first));
        } else {
            step.act(new Action.WakeNever(service.name()));
        }
    }

    private void whileUp(Step step, Service service, ServiceState state) {
        if (state.incident().isPresent() || state.attached().isPresent()) {
            add(state.phaseSince().plus(Evaluation.SETTLED));
        }
        if (!state.restarts().isEmpty() || state.exhausted().isPresent()) {
            add(Evaluation.stableAt(step, service));
        }
    }

    private void host(Step step) {
        HostState host = step.host;
        add(host.panicSince().map(since -> since.plus(Evaluation.PANIC)));
        add(host.pressureSince().map(since -> since.plus(Evaluation.PANIC)));
        add(host.packagesSince().map(since -> since.plus(HostState.PACKAGES_LONGEST)));
        add(host.packagesEnded().map(ended -> ended.plus(HostState.PACKAGES_SETTLE)));
        for (Moment restarted : host.restarts().values()) {
            add(restarted.plus(Evaluation.HOST_WINDOW));
        }
    }

    /** When the machine as a whole must be looked at again. */
    static void next(Step step) {
        Wake wake = new Wake(step.now);
        wake.add(step.host.boot().map(HostState.Boot::due));
        wake.add(step.host.handsOff().map(ServiceState.Hold::until));
        wake.add(Storm.deadline(step));
        if (step.incident(IncidentKey.STORM) != null) {
            wake.add(step.now.plus(Evaluation.SETTLED));
        }
        if (wake.first != null) {
            step.act(new Action.WakeAt(HOST, wake.first));
        }
    }
}
