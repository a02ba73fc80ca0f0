package upkeep.daemon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Nearest;
import upkeep.control.Answer;
import upkeep.control.HeartbeatService;
import upkeep.core.Event.Caller;
import upkeep.heartbeat.Report;
import upkeep.heartbeat.Reports;
import upkeep.heartbeat.Sender;
import upkeep.probe.heartbeat.Heartbeat;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.target.HeartbeatTarget;
import upkeep.target.Secret;

/**
 * What jobs tell of themselves, over the bus and by HTTP: kept before it is answered, and looked at at once. Thread-safe.
 */
final class Heartbeats implements HeartbeatService, Reports {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final Supplier<Map<String, Check>> checks;
    private final DurableMemory memory;
    private final BiPredicate<Secret, String> tokens;
    private final Consumer<CheckId> look;
    private final Clock clock;

    /**
     * @param checks those of the plan in force, by name
     * @param tokens whether a secret is what somebody sends
     * @param look has a check probed now
     */
    Heartbeats(
            Supplier<Map<String, Check>> checks,
            DurableMemory memory,
            BiPredicate<Secret, String> tokens,
            Consumer<CheckId> look,
            Clock clock) {
        this.checks = checks;
        this.memory = memory;
        this.tokens = tokens;
        this.look = look;
        this.clock = clock;
    }

    @Override
    public Answer begin(String name, Caller by) {
        return told(name, Report.begun(name), by);
    }

    @Override
    public Answer end(String name, int status, Optional<Duration> took, String note, Caller by) {
        return told(name, Report.ended(name, status, took, note), by);
    }

    private Answer told(String name, Report report, Caller by) {
        Optional<HeartbeatTarget> target = target(name);
        if (target.isEmpty()) {
            List<String> known = checks.get().values().stream()
                    .filter(check -> check.target() instanceof HeartbeatTarget)
                    .map(check -> check.id().text())
                    .toList();
            String hint = Nearest.to(name, known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("checks: {" + name + ": {heartbeat: 1d}} in a spec, then upkeep apply");
            return Answer.misused("cannot tell of the job " + name + ": no check with a heartbeat has that name"
                    + "\n  hint: " + hint);
        }
        return switch (report(report, new Sender.User(by.name(), by.uid() == 0))) {
            case NOTED -> Answer.done("");
            case NOT_KEPT ->
                Answer.failed("cannot keep what is told of the job " + name
                        + "\n  hint: journalctl -u upkeepd tells why; it is tried again");
            case DENIED ->
                Answer.failed("cannot tell of the job " + name + ": " + by.name() + " is not among its users"
                        + "\n  hint: heartbeat: {users: [" + by.name() + "]} in its check");
            case UNKNOWN -> Answer.failed("cannot tell of the job " + name + ": its check is gone");
        };
    }

    @Override
    public Outcome report(Report report, Sender sender) {
        Optional<HeartbeatTarget> target = target(report.check());
        if (target.isEmpty()) {
            return Outcome.UNKNOWN;
        }
        if (!mayTell(target.get()).test(sender)) {
            LOG.info("refused what {} tells of the job {}", sender.text(), report.check());
            return Outcome.DENIED;
        }
        CheckId check = new CheckId(report.check());
        Instant now = clock.instant();
        boolean isKept = change(
                check,
                switch (report.what()) {
                    case Report.What.Begun _ -> heartbeat -> heartbeat.begin(now);
                    case Report.What.Ended(int status, Optional<Duration> took, String note) ->
                        heartbeat -> heartbeat.end(new Heartbeat.End(now, status, took, note));
                });
        look.accept(check);
        return isKept ? Outcome.NOTED : Outcome.NOT_KEPT;
    }

    private synchronized boolean change(CheckId check, UnaryOperator<Heartbeat> change) {
        change.apply(Heartbeat.of(memory, check)).keep(memory, check);
        return memory.write();
    }

    private Optional<HeartbeatTarget> target(String name) {
        return Optional.ofNullable(checks.get().get(name))
                .map(Check::target)
                .filter(HeartbeatTarget.class::isInstance)
                .map(HeartbeatTarget.class::cast);
    }

    private Predicate<Sender> mayTell(HeartbeatTarget target) {
        return sender -> switch (sender) {
            case Sender.User(String name, boolean isRoot) ->
                isRoot || target.users().contains(name);
            case Sender.Bearer(String token) ->
                target.token().filter(secret -> tokens.test(secret, token)).isPresent();
        };
    }
}
