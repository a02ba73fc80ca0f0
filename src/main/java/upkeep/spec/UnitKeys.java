package upkeep.spec;

import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** What is looked at of systemd's units and timers. */
final class UnitKeys {

    /** The active states of systemctl(1), those of later versions included. */
    private static final List<String> STATES = List.of(
            "active", "reloading", "inactive", "failed", "activating", "deactivating", "maintenance", "refreshing");

    static final Key<Value<UnitName>> UNIT_NAME =
            Key.value("unit", Kinds.UNIT).need().means("which one");
    static final Key<Values<String>> STATE =
            Key.values("state", Kinds.oneOf(STATES)).otherwise("`active`").means("the active states that pass");
    static final Key<Value<Boolean>> ENABLED = Key.value("enabled", Kinds.YES_OR_NO)
            .means("whether `systemctl is-enabled` must say yes, which it does to `static` units too, or must not");

    static final Key<Brief> UNIT = Key.brief("unit", Vocabulary.of("unit", UNIT_NAME, STATE, ENABLED), UNIT_NAME)
            .means("a unit of systemd, of any type: its state, and how it ended");

    static final Key<Value<UnitName>> TIMER_NAME =
            Key.value("unit", Kinds.TIMER).need().means("which one");
    static final Key<Usual<TimeSpan>> GRACE = Key.usual("grace", Kinds.TIME_SPAN, Defaults.TIMER_GRACE)
            .means(
                    "how late a run may be, beyond what the timer allows itself (`AccuracySec=`, `RandomizedDelaySec=`)");
    static final Key<Value<TimeSpan>> MAX_AGE = Key.value("max-age", Kinds.FINITE)
            .means("how long ago the last run may be; one that never ran is as old as the timer is active");
    static final Key<Value<TimeSpan>> MAX_DURATION =
            Key.value("max-duration", Kinds.FINITE).means("how long a run may take; one that is not over counts, too");
    static final Key<Usual<Boolean>> ONCE = Key.usual("once", Kinds.YES_OR_NO, Defaults.TIMER_ONCE)
            .means("whether a timer that has run passes without a next run");
    static final Key<Usual<Boolean>> RESULT = Key.usual("result", Kinds.YES_OR_NO, Defaults.TIMER_RESULT)
            .means("whether a run that failed fails the check; else only the schedule counts");
    static final Key<Value<Boolean>> TIMER_ENABLED = ENABLED.means("as for `unit`");

    static final Key<Brief> TIMER = Key.brief(
                    "timer",
                    Vocabulary.of("timer", TIMER_NAME, GRACE, MAX_AGE, MAX_DURATION, ONCE, RESULT, TIMER_ENABLED),
                    TIMER_NAME)
            .means("a timer of systemd: whether it runs when it should, and what becomes of what it starts");

    private UnitKeys() {}
}
