package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.spec.Restart.Budget;
import upkeep.spec.Restart.Policy;

/** When and how often a service is restarted. */
final class RestartKeys {

    private static final Pattern BUDGET_FORM = Pattern.compile("([0-9]{1,4}) +per +(\\S.*)");

    private static final Kind<Policy> POLICIES = Kind.word(List.of(
            Policy.NO,
            Policy.ALWAYS,
            Policy.ON_FAILURE,
            Policy.ON_ABNORMAL,
            Policy.ON_ABORT,
            Policy.ON_WATCHDOG,
            Policy.ON_SUCCESS));

    private static final Kind<Budget> BUDGETS = new Kind<>(
            RestartKeys::budget,
            text -> "it is not a number of restarts in a time",
            text -> "write how many in what time, such as \"5 per 10min\"; for none at all write policy: no",
            budget -> budget.count() + " per " + budget.per(),
            new Shape.Text("`COUNT per TIME SPAN`", "budgets", "^\\s*[0-9]{1,4} +per +[0-9]"));

    /** How often something may happen. */
    static final Kind<Budget> RATE = new Kind<>(
            RestartKeys::budget,
            text -> "it is not a number of times in a time",
            text -> "write how many in what time, such as \"5 per 10min\"",
            budget -> budget.count() + " per " + budget.per(),
            BUDGETS.shape());

    static final Key<Value<Policy>> POLICY = Key.value("policy", POLICIES)
            .otherwise("`always`; `no` for `type: oneshot`; an adopted unit keeps its own")
            .means("on which exits systemd restarts it, as in systemd.service(5)");
    static final Key<Usual<TimeSpan>> DELAY = Key.usual(
                    "delay", Kinds.TIME_SPAN.called("time span, not infinite"), Defaults.RESTART_DELAY)
            .means("the wait before the first restart by systemd; it doubles with each further one");
    static final Key<Value<TimeSpan>> MAX_DELAY = Key.value(
                    "max-delay", Kinds.TIME_SPAN.called("time span, at least `delay`"))
            .otherwise("`" + Defaults.RESTART_MAX_DELAY + "`, or `delay` if that is longer")
            .means("the longest wait");
    static final Key<Usual<Budget>> BUDGET = Key.usual("budget", BUDGETS, Defaults.RESTART_BUDGET)
            .means("at most so many restarts in any window of that length, by systemd and upkeepd together");

    static final Key<Values<String>> PREVENT_ON = Key.values("prevent-on", ExitStatuses.KIND)
            .means("`RestartPreventExitStatus=`: ends after which it is not restarted, whatever the policy");
    static final Key<Values<String>> FORCE_ON = Key.values("force-on", ExitStatuses.KIND)
            .means(
                    "`RestartForceExitStatus=`: ends after which it is restarted, whatever the policy; `prevent-on` counts"
                            + " before it");
    static final DirectiveKey<Value<String>> MODE = DirectiveKey.word(
            DirectiveKey.SERVICE,
            "RestartMode",
            Key.value("mode", DirectiveKinds.words("RestartMode"))
                    .otherwise("`normal`")
                    .means("with `direct`, what depends on it sees nothing of a restart (systemd 254)"));

    static final Key<Brief> RESTART = Key.brief(
                    "restart",
                    Vocabulary.of("restart", POLICY, DELAY, MAX_DELAY, BUDGET, PREVENT_ON, FORCE_ON, MODE.key()),
                    POLICY)
            .otherwise("see below")
            .means("when and how often it is restarted");

    private RestartKeys() {}

    private static Optional<Budget> budget(String text) {
        Matcher matcher = BUDGET_FORM.matcher(text.strip());
        if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
            return Optional.empty();
        }
        int count = Integer.parseInt(matcher.group(1));
        return Kinds.FINITE.parse().apply(matcher.group(2)).map(per -> new Budget(count, per));
    }
}
