package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Service.Directive;

/** Reads {@code watchdog: {by: liveness}}: how a liveness probe is tried in the unit itself. */
final class WatchReader {

    static final String USE = "watchdog: {by: liveness}";

    /** With these systemd leaves a service down whose watchdog failed. */
    private static final Set<Restart.Policy> LEAVE_DOWN =
            Set.of(Restart.Policy.NO, Restart.Policy.ON_SUCCESS, Restart.Policy.ON_ABORT);

    private final Fields fields;
    private final Report report;
    private final SourcePos position;

    WatchReader(Fields fields) {
        this.fields = fields;
        this.report = fields.report();
        this.position = fields.entry(WatchdogKeys.WATCHDOG)
                .flatMap(entry -> entry.inner(WatchdogKeys.BY))
                .map(by -> by.value().position())
                .orElse(fields.position());
    }

    /**
     * @param liveness the probe, unless there is none or it is wrong
     * @param execution how the service is run, unless it is adopted
     */
    Optional<Watch> read(
            Optional<Check> liveness,
            Optional<Execution> execution,
            Restart restart,
            List<Directive> directives,
            List<SetDirective> set) {
        Optional<Node.Entry> probes = fields.entry(ServiceKeys.PROBES);
        Optional<Node.Entry> written = probes.flatMap(entry -> entry.inner(ServiceKeys.LIVENESS));
        if (written.isEmpty()) {
            report.error(position, "cannot use " + USE + ": there is no such probe", "write it under probes:");
        }
        execution.ifPresent(this::type);
        restart(restart.policy());
        boolean asksState = new GateUnit(fields, directives, set).watch(execution, position);
        return written.flatMap(entry -> liveness.flatMap(check -> watch(entry, check, asksState)));
    }

    private Optional<Watch> watch(Node.Entry written, Check check, boolean asksState) {
        GateProbeReader reader = new GateProbeReader(written, USE, report);
        Optional<GateProbe> probe = reader.read(check.target());
        GateLimits limits = reader.limits();
        limits.lacks(written, CheckKeys.NOT_EVERY, "upkeep-gate knows no calendar", "leave it out");
        if (check.timing().jitter().microseconds() > 0) {
            limits.lacks(written, CheckKeys.JITTER, "upkeep-gate keeps to its period", "leave it out");
        }
        if (check.retries().count() > 0) {
            limits.lacks(
                    written,
                    CheckKeys.RETRIES,
                    "to upkeep-gate each try counts",
                    "write a greater number of failures:");
        }
        if (check.successes() > 1) {
            limits.lacks(written, CheckKeys.SUCCESSES, "to upkeep-gate one is enough", "leave it out");
        }
        if (!check.otherwise().contains(new Reaction.Restart(Optional.empty()))) {
            limits.lacks(
                    written,
                    CheckKeys.OTHERWISE,
                    "systemd restarts a service whose watchdog failed",
                    "add restart to it, or leave watchdog out");
        }
        String blind = "systemd would be told of a failure although what it needs is down";
        limits.lacks(written, CheckKeys.NEEDS, blind, "leave one of them out");
        fields.entry(ServiceKeys.NEEDS)
                .ifPresent(needs -> limits.refuse(needs.keyPosition(), needs.key(), blind, "leave one of them out"));
        Optional<TimeSpan> every = check.timing().period();
        if (every.isEmpty()) {
            limits.lacks(written, CheckKeys.EVERY, "upkeep-gate knows no calendar", "write a time span such as 10s");
        }
        return limits.areKept()
                ? every.flatMap(period ->
                        probe.map(found -> new Watch(found, period, check.timeout(), check.failures(), asksState)))
                : Optional.empty();
    }

    private void type(Execution execution) {
        boolean isOver = execution.type() == Execution.Type.ONESHOT;
        boolean isUnknown = execution.type() == Execution.Type.FORKING && fields.lacks(ExecutionKeys.PID_FILE);
        if (isOver || isUnknown) {
            report.error(
                    fields.value(ExecutionKeys.TYPE),
                    "cannot use type " + ExecutionKeys.TYPE.form().kind().show().apply(execution.type()) + " with "
                            + USE + ": "
                            + (isOver
                                    ? "it has ended when it counts as started"
                                    : "systemd may not know which process is the service"),
                    isOver ? "a service that goes on running has another type" : "write pid-file: /run/app.pid, say");
        }
    }

    private void restart(Restart.Policy policy) {
        if (policy == Restart.Policy.UNIT) {
            report.error(
                    position,
                    "cannot use " + USE + " without restart: the unit itself may say that it is to stay down",
                    "write restart: on-failure");
        } else if (LEAVE_DOWN.contains(policy)) {
            report.error(
                    position,
                    "cannot use " + USE + " with restart "
                            + RestartKeys.POLICY.form().kind().show().apply(policy)
                            + ": the service would be ended and left down",
                    "write restart: always, or on-failure, on-abnormal or on-watchdog");
        }
    }
}
