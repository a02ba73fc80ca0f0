package upkeep.spec;

import java.util.List;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Restart.Budget;
import upkeep.spec.Restart.Policy;

/** Reads when and how often a service is restarted. */
final class RestartReader {

    private final Fields fields;
    private final Report report;

    RestartReader(Fields fields) {
        this.fields = fields;
        this.report = fields.report();
    }

    /** The policy of a service of that type; of an adopted one its own, if none is written. */
    Restart read(boolean adopted, Execution.Type type, SetList to) {
        Policy fallback = Defaults.policy(adopted, type);
        boolean isShort = fields.entry(RestartKeys.RESTART)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields restart =
                isShort ? fields.only(RestartKeys.RESTART, RestartKeys.POLICY) : fields.map(RestartKeys.RESTART);
        Policy policy = restart.read(RestartKeys.POLICY, fallback);
        TimeSpan delay = restart.get(RestartKeys.DELAY);
        TimeSpan longest = delay.compareTo(Defaults.RESTART_MAX_DELAY) > 0 ? delay : Defaults.RESTART_MAX_DELAY;
        TimeSpan maxDelay = restart.read(RestartKeys.MAX_DELAY, longest);
        Budget budget = restart.get(RestartKeys.BUDGET);
        SourcePos policyAt = restart.at(RestartKeys.POLICY);
        if (!adopted && type == Execution.Type.ONESHOT && (policy == Policy.ALWAYS || policy == Policy.ON_SUCCESS)) {
            report.error(
                    policyAt,
                    "cannot use restart "
                            + RestartKeys.POLICY.form().kind().show().apply(policy)
                            + " with type oneshot: a oneshot that succeeded is done",
                    "write on-failure, or another type");
        }
        if (delay.isInfinite()) {
            report.error(
                    restart.at(RestartKeys.DELAY),
                    "cannot use delay infinity: the restart would never come",
                    "write policy: no if that is meant");
        } else if (delay.compareTo(maxDelay) > 0) {
            report.error(
                    restart.at(RestartKeys.MAX_DELAY),
                    "cannot use max-delay " + maxDelay + ": the first delay is " + delay + " already",
                    "write at least " + delay);
        } else if (policy != Policy.NO && !canBeSpent(delay, maxDelay, budget)) {
            report.error(
                    restart.has(RestartKeys.BUDGET) ? restart.at(RestartKeys.BUDGET) : restart.at(RestartKeys.DELAY),
                    "cannot reach the budget of "
                            + RestartKeys.BUDGET.form().kind().show().apply(budget)
                            + ": the delays between so many restarts are longer together",
                    "write a longer time, fewer restarts or a shorter delay");
        }
        Restart.Exceptions exceptions = new Restart.Exceptions(
                exceptions(restart, RestartKeys.PREVENT_ON, "RestartPreventExitStatus", to),
                exceptions(restart, RestartKeys.FORCE_ON, "RestartForceExitStatus", to));
        RestartKeys.MODE.read(restart, to);
        return new Restart(policy, delay, maxDelay, budget, exceptions);
    }

    private static ExitStatuses exceptions(Fields restart, Key<Form.Values<String>> key, String directive, SetList to) {
        List<Located<String>> words = restart.list(key);
        for (Located<String> word : words) {
            SetDirective.Content content = new SetDirective.Content.Word(word.value());
            to.add(DirectiveKey.SERVICE, directive, content, restart, key, word.position());
        }
        return ExitStatuses.of(words.stream().map(Located::value).toList());
    }

    /** Whether a service that dies at once each time can be restarted that often within the window. */
    private static boolean canBeSpent(TimeSpan delay, TimeSpan maxDelay, Budget budget) {
        long left = budget.per().microseconds();
        long wait = delay.microseconds();
        for (int i = 1; i < budget.count() && left >= 0; i++) {
            wait = wait > maxDelay.microseconds() / 2 ? maxDelay.microseconds() : wait * 2;
            left -= wait;
        }
        return left >= 0;
    }
}
