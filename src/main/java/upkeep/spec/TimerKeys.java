package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.spec.SetDirective.Content;
import upkeep.unit.UnitType;

/** What a timer says; see systemd.timer(5). */
final class TimerKeys {

    static final String TIMER_SECTION = "Timer";
    static final String STARTED_BY = "timers.target";

    private static final Kind<Calendar> CALENDARS = new Kind<>(
            text -> Calendar.parse(text).filter(calendar -> !calendar.isCron()),
            text -> Calendar.parse(text).isPresent()
                    ? "it has the five fields of crontab"
                    : "it is no calendar expression that ever comes",
            text -> Calendar.parse(text).isPresent()
                    ? "write cron: " + Quoted.whole(text)
                    : "write such as \"*-*-* 02:30\", Mon..Fri 08:00 or monthly",
            Calendar::toString,
            Shape.Text.of("calendar"));

    private static final Kind<Calendar> CRON_FIELDS = new Kind<>(
            Calendar::parseCron,
            text -> text.equals("@reboot") ? "it is no moment" : "it has not the five fields of crontab",
            text -> text.equals("@reboot")
                    ? "write on-boot: 1min, or describe a service of type: oneshot, which runs at each boot"
                    : "write such as \"30 2 * * 1-5\" or @daily; an expression of systemd is a calendar:",
            Calendar::toString,
            new Shape.Text("five fields as in crontab(5), or `@daily` and its like", "lines of crontab(5)", ""));

    private static final Kind<String> RESTARTED = Kind.text(
                    text -> Kinds.isName(text) ? Optional.empty() : Optional.of("it is not the name of a service"),
                    "names have a-z, 0-9 and -, and begin with a letter")
            .called("name")
            .matching(Kinds.NAME_PATTERN);

    static final DirectiveKey<Values<Calendar>> CALENDAR = moments(
            Key.values("calendar", CALENDARS)
                    .means(
                            "`OnCalendar=`: moments as in systemd.time(7), such as `Mon..Fri 02:30`; with several, at each of them"));
    static final DirectiveKey<Values<Calendar>> CRON = moments(
            Key.values("cron", CRON_FIELDS).means("the same in the words of crontab(5), such as `30 2 * * 1-5`"));

    /** When it elapses. */
    static final List<DirectiveKey<?>> MOMENTS = List.of(
            CALENDAR,
            CRON,
            every(Key.value("every", Kinds.FINITE)
                    .means(
                            "from the start of one run to the start of the next; the first comes that long after the timer was"
                                    + " started")),
            spans(
                    "OnBootSec",
                    "on-boot",
                    "that long after the machine was booted; at once, if that is over when the timer is started"),
            spans("OnStartupSec", "on-startup", "that long after systemd was started"),
            spans("OnActiveSec", "on-active", "that long after the timer was started"),
            spans("OnUnitActiveSec", "on-unit-active", "that long after the last run began"),
            spans("OnUnitInactiveSec", "on-unit-inactive", "that long after the last run ended"),
            one("OnClockChange", Key.value("on-clock-change", Kinds.YES_OR_NO).means("when the clock was set")),
            one(
                    "OnTimezoneChange",
                    Key.value("on-timezone-change", Kinds.YES_OR_NO).means("when the time zone was changed")));

    static final DirectiveKey<Value<Boolean>> PERSISTENT = one(
            "Persistent",
            Key.value("persistent", Kinds.YES_OR_NO)
                    .otherwise("`false`")
                    .means("a run that was missed while the machine was off is made up for"));
    static final DirectiveKey<Value<TimeSpan>> JITTER = one(
            "RandomizedDelaySec",
            Key.value("jitter", Kinds.FINITE).means("every run comes later by a part of this, another one each time"));
    static final DirectiveKey<Value<Boolean>> FIXED_JITTER = one(
            "FixedRandomDelay",
            Key.value("fixed-jitter", Kinds.YES_OR_NO)
                    .otherwise("`false`")
                    .means("the same part each time, which differs from machine to machine"));

    static final List<DirectiveKey<?>> MANNERS = List.of(
            PERSISTENT,
            JITTER,
            FIXED_JITTER,
            one(
                    "AccuracySec",
                    Key.value("accuracy", Kinds.FINITE)
                            .otherwise("`1min`")
                            .means("how much later a run may come, so that the machine wakes up for several at once")),
            one(
                    "WakeSystem",
                    Key.value("wake-system", Kinds.YES_OR_NO)
                            .otherwise("`false`")
                            .means("the machine is woken up for it")),
            one(
                    "RemainAfterElapse",
                    Key.value("remain-after-elapse", Kinds.YES_OR_NO).otherwise("`true`")),
            one(
                    "DeferReactivation",
                    Key.value("defer-reactivation", Kinds.YES_OR_NO)
                            .otherwise("`false`")
                            .means("what should have run while the last run was under way waits for the moment after"
                                    + " that; needs systemd 257")));

    static final Key<Form.Map> SERVICE = Key.map("service", ServiceKeys.SERVICE)
            .means("a [service](#a-service) of the same name that it starts, see below");
    static final Key<Value<UnitName>> STARTS = Key.value("starts", Kinds.UNIT).means("instead, a unit that is there");
    static final Key<Value<String>> RESTART =
            Key.value("restart", RESTARTED).means("instead, a service of these specs that is restarted, if it runs");

    static final Key<Brief> HEARTBEAT = Key.brief(
                    "heartbeat",
                    Vocabulary.of(
                            "heartbeat of a timer",
                            UnitKeys.GRACE,
                            UnitKeys.MAX_AGE,
                            UnitKeys.MAX_DURATION,
                            CheckKeys.EVERY.otherwise("`settings`"),
                            CheckKeys.FAILURES.otherwise("`" + Defaults.FAILURES + "`"),
                            CheckKeys.OTHERWISE.otherwise("`alert`")),
                    UnitKeys.GRACE)
            .means("a [check](checks.md#timer) that tells when a run is overdue, failed, or takes too long");

    static final Key<Values<UnitName>> WANTED_BY = OwnUnitKeys.wantedBy(STARTED_BY);
    static final Key<Names<Names<Values<String>>>> UNIT = PassThroughKeys.of(UnitType.TIMER);

    static final Vocabulary TIMER = OwnUnitKeys.vocabulary(
            "a timer",
            Stream.of(MOMENTS, MANNERS).<DirectiveKey<?>>flatMap(List::stream).toList(),
            List.of(SERVICE, STARTS, RESTART, HEARTBEAT, WANTED_BY, ServiceKeys.TARGET),
            UNIT);

    private TimerKeys() {}

    private static <T> DirectiveKey<Value<T>> one(String directive, Key<Value<T>> key) {
        return DirectiveKey.word(TIMER_SECTION, directive, key);
    }

    private static DirectiveKey<Values<TimeSpan>> spans(String directive, String name, String meaning) {
        return DirectiveKey.words(
                TIMER_SECTION, directive, Key.values(name, Kinds.TIME_SPAN).means(meaning));
    }

    private static DirectiveKey<Values<Calendar>> moments(Key<Values<Calendar>> key) {
        return new DirectiveKey<>(key, (fields, to) -> {
            for (Located<Calendar> calendar : fields.list(key)) {
                for (String expression : calendar.value().expressions()) {
                    Content content = new Content.Word(expression);
                    to.add(TIMER_SECTION, "OnCalendar", content, fields, key, calendar.position());
                }
            }
        });
    }

    private static DirectiveKey<Value<TimeSpan>> every(Key<Value<TimeSpan>> key) {
        return new DirectiveKey<>(
                key,
                (fields, to) -> fields.read(key).ifPresent(span -> {
                    Content content = new Content.Word(span.toString());
                    to.add(TIMER_SECTION, "OnActiveSec", content, fields, key);
                    to.add(TIMER_SECTION, "OnUnitActiveSec", content, fields, key);
                }));
    }
}
