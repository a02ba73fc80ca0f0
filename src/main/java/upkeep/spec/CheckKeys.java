package upkeep.spec;

import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.spec.Timing.Cadence;

/** What all checks have, be they probes of a service or on their own. */
final class CheckKeys {

    private static final String CADENCE_HINT =
            "write a time span such as 10s, a calendar such as Mon..Fri 02:30, or five fields as in crontab";

    /** From one probe to the next, as a period. */
    static final Kind<TimeSpan> PERIOD = Kinds.FINITE
            .where(CheckKeys::isPeriod, "it must be from 100ms to 30d", "write a time span such as 10s")
            .called("time span, `100ms` to `30d`");

    private static final Kind<Cadence> CADENCE = new Kind<>(
            CheckKeys::cadence,
            text -> TimeSpan.parse(text).isPresent()
                    ? PERIOD.why().apply(text)
                    : "it is neither a time span nor a calendar expression that ever comes",
            text -> TimeSpan.parse(text).isPresent() ? PERIOD.hint().apply(text) : CADENCE_HINT,
            String::valueOf,
            new Shape.Text("time span, `100ms` to `30d`; or calendar", "calendars", ""));

    private static final Kind<Calendar> WINDOW = Kind.of(
                    "a calendar expression", "write such as \"* 0-3 * * 0\", or Sun *-*-* 00..03:*", Calendar::parse)
            .called("calendar");

    private static final Kind<TimeSpan> DELAY = Kinds.TIME_SPAN
            .where(
                    span -> !span.isInfinite() && span.microseconds() <= 86_400_000_000L,
                    "it must be at most 1d",
                    "write a time span such as 10s")
            .called("time span, at most `every`, or `1d`");

    /** How long one probe may take. */
    static final Kind<TimeSpan> DEADLINE = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= 1_000 && span.microseconds() <= 600_000_000L,
                    "it must be from 1ms to 10min",
                    "write a time span such as 5s")
            .called("time span, `1ms` to `10min`");

    private static final Kind<TimeSpan> PAUSE = Kinds.TIME_SPAN
            .where(
                    span -> span.microseconds() <= 60_000_000L,
                    "it must be at most 1min",
                    "write a time span such as 1s")
            .called("time span, at most `1min`");

    static final Kind<String> NEEDED = Kind.text(
                    text -> Kinds.isName(text)
                            ? Optional.empty()
                            : Optional.of("it is not the name of a service or check"),
                    "names have a-z, 0-9 and -, and begin with a letter")
            .called("name")
            .matching(Kinds.NAME_PATTERN);

    static final Key<Value<Cadence>> EVERY = Key.value("every", CADENCE)
            .otherwise("`2s` for `startup`, `10s` for the other probes, `settings` for a check of its own")
            .means("from the start of one probe to the start of the next; or at which times it is run");
    static final Key<Values<Calendar>> NOT_EVERY =
            Key.values("not-every", WINDOW).means("the minutes in which it is not run");
    static final Key<Usual<TimeSpan>> JITTER = Key.usual("jitter", DELAY, Defaults.JITTER)
            .means("every probe comes later by a part of this, another one each time");
    static final Key<Value<TimeSpan>> TIMEOUT = Key.value("timeout", DEADLINE)
            .otherwise("`5s`, or what `settings` says")
            .means("the deadline of one probe as a whole, name look-up included; with `retries`, of each try");
    static final Key<Usual<Integer>> RETRIES = Key.usual("retries", Kind.whole(0, 9), Defaults.RETRIES)
            .means("how many tries follow a failed one within the same probe, see below");
    static final Key<Usual<TimeSpan>> RETRY_AFTER = Key.usual("retry-after", PAUSE, Defaults.RETRY_AFTER)
            .means("from the end of a failed try to the beginning of the next");
    static final Key<Value<Integer>> FAILURES = Key.value("failures", Kind.whole(1, Defaults.MOST_FAILURES))
            .otherwise(
                    "`3`; for `heartbeat` `1`; for `startup` as many as fit into `start-timeout` (`45`, if nothing else is said)")
            .means("how many failed probes in a row make the check fail");
    static final Key<Usual<Integer>> SUCCESSES = Key.usual("successes", Kind.whole(1, 1_000), Defaults.SUCCESSES)
            .means("how many passed probes in a row make it pass again");
    static final Key<Items<Brief>> OTHERWISE = Key.items("otherwise", RuleKeys.REACTION)
            .otherwise("`restart` for `startup` and `liveness`, `alert` for the rest")
            .means("what is done once it fails");
    static final Key<Values<String>> NEEDS =
            Key.values("needs", NEEDED).means("as for a service; what a probe needs, its service needs");
    static final Key<Items<Form.Map>> RULES = RuleKeys.RULES.means("as for a service");

    static final Vocabulary CHECK = Vocabulary.of(
                    "a check",
                    EVERY,
                    NOT_EVERY,
                    JITTER,
                    TIMEOUT,
                    RETRIES,
                    RETRY_AFTER,
                    FAILURES,
                    SUCCESSES,
                    OTHERWISE,
                    NEEDS,
                    RULES,
                    ConcernKeys.URGENCY,
                    ConcernKeys.RUNBOOK,
                    PlaceKeys.EXPECT)
            .with(TargetKeys.TARGETS);

    private CheckKeys() {}

    private static boolean isPeriod(TimeSpan span) {
        return span.microseconds() >= 100_000 && span.microseconds() <= 30L * 86_400_000_000L;
    }

    private static Optional<Cadence> cadence(String text) {
        Optional<TimeSpan> span = TimeSpan.parse(text);
        if (span.isPresent()) {
            return span.filter(CheckKeys::isPeriod).map(Cadence.Every::new);
        }
        return Calendar.parse(text).map(Cadence.At::new);
    }
}
