package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Restart.Budget;
import upkeep.spec.Restart.Policy;

/** Reads when and how often a service is restarted. */
final class RestartReader {

    private static final Pattern BUDGET = Pattern.compile("([0-9]{1,4}) +per +(\\S.*)");

    private static final Kind<Policy> POLICY = Kind.word(List.of(
            Policy.NO,
            Policy.ALWAYS,
            Policy.ON_FAILURE,
            Policy.ON_ABNORMAL,
            Policy.ON_ABORT,
            Policy.ON_WATCHDOG,
            Policy.ON_SUCCESS));

    private static final Kind<Budget> BUDGETS = new Kind<>(
            RestartReader::budget,
            text -> "it is not a number of restarts in a time",
            text -> "write how many in what time, such as \"5 per 10min\"; for none at all write policy: no",
            budget -> budget.count() + " per " + budget.per());

    private final Fields fields;
    private final Report report;

    RestartReader(Fields fields) {
        this.fields = fields;
        this.report = fields.report();
    }

    /** The policy of a service of that type; of an adopted one its own, if none is written. */
    Restart read(boolean adopted, Execution.Type type) {
        Policy fallback = Defaults.policy(adopted, type);
        boolean isShort = fields.entry("restart")
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
        Fields restart =
                isShort ? fields.only("restart", "policy", Words.RESTART) : fields.map("restart", Words.RESTART);
        Policy policy = restart.read("policy", POLICY, fallback);
        TimeSpan delay = restart.read("delay", Kinds.TIME_SPAN, Defaults.RESTART_DELAY);
        TimeSpan longest = delay.compareTo(Defaults.RESTART_MAX_DELAY) > 0 ? delay : Defaults.RESTART_MAX_DELAY;
        TimeSpan maxDelay = restart.read("max-delay", Kinds.TIME_SPAN, longest);
        Budget budget = restart.read("budget", BUDGETS, Defaults.RESTART_BUDGET);
        SourcePos policyAt = restart.at("policy");
        if (!adopted && type == Execution.Type.ONESHOT && (policy == Policy.ALWAYS || policy == Policy.ON_SUCCESS)) {
            report.error(
                    policyAt,
                    "cannot use restart " + POLICY.show().apply(policy)
                            + " with type oneshot: a oneshot that succeeded is done",
                    "write on-failure, or another type");
        }
        if (delay.isInfinite()) {
            report.error(
                    restart.at("delay"),
                    "cannot use delay infinity: the restart would never come",
                    "write policy: no if that is meant");
        } else if (delay.compareTo(maxDelay) > 0) {
            report.error(
                    restart.at("max-delay"),
                    "cannot use max-delay " + maxDelay + ": the first delay is " + delay + " already",
                    "write at least " + delay);
        } else if (policy != Policy.NO && !canBeSpent(delay, maxDelay, budget)) {
            report.error(
                    restart.has("budget") ? restart.at("budget") : restart.at("delay"),
                    "cannot reach the budget of " + BUDGETS.show().apply(budget)
                            + ": the delays between so many restarts are longer together",
                    "write a longer time, fewer restarts or a shorter delay");
        }
        return new Restart(policy, delay, maxDelay, budget);
    }

    private static Optional<Budget> budget(String text) {
        Matcher matcher = BUDGET.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            return Optional.empty();
        }
        int count = Integer.parseInt(matcher.group(1));
        return Kinds.FINITE.parse().apply(matcher.group(2)).map(per -> new Budget(count, per));
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
