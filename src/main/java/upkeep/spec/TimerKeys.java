package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.unit.UnitType;

/** What a timer says; see systemd.timer(5). */
final class TimerKeys {

    static final String TIMER_SECTION = "Timer";
    static final String STARTED_BY = "timers.target";

    private static final Kind<Calendar> MOMENTS = new Kind<>(
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

    static final Key<Values<Calendar>> CALENDAR = Key.values("calendar", MOMENTS)
            .means(
                    "`OnCalendar=`: moments as in systemd.time(7), such as `Mon..Fri 02:30`; with several, at each of them");
    static final Key<Values<Calendar>> CRON =
            Key.values("cron", CRON_FIELDS).means("the same in the words of crontab(5), such as `30 2 * * 1-5`");
    static final Key<Value<TimeSpan>> EVERY = Key.value("every", Kinds.FINITE)
            .means("from the start of one run to the start of the next; the first comes that long after the timer was"
                    + " started");
    static final Key<Values<TimeSpan>> ON_BOOT = Key.values("on-boot", Kinds.TIME_SPAN)
            .means(
                    "`OnBootSec=`: that long after the machine was booted; at once, if that is over when the timer is started");
    static final Key<Values<TimeSpan>> ON_STARTUP =
            Key.values("on-startup", Kinds.TIME_SPAN).means("`OnStartupSec=`: that long after systemd was started");
    static final Key<Values<TimeSpan>> ON_ACTIVE =
            Key.values("on-active", Kinds.TIME_SPAN).means("`OnActiveSec=`: that long after the timer was started");
    static final Key<Values<TimeSpan>> ON_UNIT_ACTIVE = Key.values("on-unit-active", Kinds.TIME_SPAN)
            .means("`OnUnitActiveSec=`: that long after the last run began");
    static final Key<Values<TimeSpan>> ON_UNIT_INACTIVE = Key.values("on-unit-inactive", Kinds.TIME_SPAN)
            .means("`OnUnitInactiveSec=`: that long after the last run ended");
    static final Key<Value<Boolean>> ON_CLOCK_CHANGE =
            Key.value("on-clock-change", Kinds.YES_OR_NO).means("`OnClockChange=`: when the clock was set");
    static final Key<Value<Boolean>> ON_TIMEZONE_CHANGE = Key.value("on-timezone-change", Kinds.YES_OR_NO)
            .means("`OnTimezoneChange=`: when the time zone was changed");
    static final Key<Value<Boolean>> PERSISTENT = Key.value("persistent", Kinds.YES_OR_NO)
            .otherwise("`false`")
            .means("`Persistent=`: a run that was missed while the machine was off is made up for");
    static final Key<Value<TimeSpan>> JITTER = Key.value("jitter", Kinds.FINITE)
            .means("`RandomizedDelaySec=`: every run comes later by a part of this, another one each time");
    static final Key<Value<Boolean>> FIXED_JITTER = Key.value("fixed-jitter", Kinds.YES_OR_NO)
            .otherwise("`false`")
            .means("`FixedRandomDelay=`: the same part each time, which differs from machine to machine");
    static final Key<Value<TimeSpan>> ACCURACY = Key.value("accuracy", Kinds.FINITE)
            .otherwise("`1min`")
            .means("`AccuracySec=`: how much later a run may come, so that the machine wakes up for several at once");
    static final Key<Value<Boolean>> WAKE_SYSTEM = Key.value("wake-system", Kinds.YES_OR_NO)
            .otherwise("`false`")
            .means("`WakeSystem=`: the machine is woken up for it");
    static final Key<Value<Boolean>> REMAIN_AFTER_ELAPSE = Key.value("remain-after-elapse", Kinds.YES_OR_NO)
            .otherwise("`true`")
            .means("`RemainAfterElapse=`");
    static final Key<Value<Boolean>> DEFER_REACTIVATION = Key.value("defer-reactivation", Kinds.YES_OR_NO)
            .otherwise("`false`")
            .means(
                    "`DeferReactivation=`: what should have run while the last run was under way waits for the moment after"
                            + " that; needs systemd 257");

    /** When it elapses, as written; {@code cron} and {@code every} become others. */
    static final List<UnitDirectiveKey> MONOTONIC = List.of(
            UnitDirectiveKey.values(ON_ACTIVE, TIMER_SECTION, "OnActiveSec"),
            UnitDirectiveKey.values(ON_BOOT, TIMER_SECTION, "OnBootSec"),
            UnitDirectiveKey.values(ON_STARTUP, TIMER_SECTION, "OnStartupSec"),
            UnitDirectiveKey.values(ON_UNIT_ACTIVE, TIMER_SECTION, "OnUnitActiveSec"),
            UnitDirectiveKey.values(ON_UNIT_INACTIVE, TIMER_SECTION, "OnUnitInactiveSec"),
            UnitDirectiveKey.value(ON_CLOCK_CHANGE, TIMER_SECTION, "OnClockChange"),
            UnitDirectiveKey.value(ON_TIMEZONE_CHANGE, TIMER_SECTION, "OnTimezoneChange"));

    static final List<UnitDirectiveKey> MANNERS = List.of(
            UnitDirectiveKey.value(PERSISTENT, TIMER_SECTION, "Persistent"),
            UnitDirectiveKey.value(JITTER, TIMER_SECTION, "RandomizedDelaySec"),
            UnitDirectiveKey.value(FIXED_JITTER, TIMER_SECTION, "FixedRandomDelay"),
            UnitDirectiveKey.value(ACCURACY, TIMER_SECTION, "AccuracySec"),
            UnitDirectiveKey.value(WAKE_SYSTEM, TIMER_SECTION, "WakeSystem"),
            UnitDirectiveKey.value(REMAIN_AFTER_ELAPSE, TIMER_SECTION, "RemainAfterElapse"),
            UnitDirectiveKey.value(DEFER_REACTIVATION, TIMER_SECTION, "DeferReactivation"));

    static final Key<Form.Map> SERVICE = Key.map("service", ServiceKeys.SERVICE)
            .means("a [service](#a-service) of the same name that it starts, see below");
    static final Key<Value<UnitName>> STARTS = Key.value("starts", Kinds.UNIT).means("instead, a unit that is there");
    static final Key<Value<String>> RESTART =
            Key.value("restart", RESTARTED).means("instead, a service of these specs that is restarted, if it runs");

    static final Key<Brief> HEARTBEAT = Key.brief(
                    "heartbeat",
                    Vocabulary.of(
                            "heartbeat",
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

    static final Vocabulary TIMER = Vocabulary.of(
            "a timer",
            ServiceKeys.DESCRIPTION,
            CALENDAR,
            CRON,
            EVERY,
            ON_BOOT,
            ON_STARTUP,
            ON_ACTIVE,
            ON_UNIT_ACTIVE,
            ON_UNIT_INACTIVE,
            ON_CLOCK_CHANGE,
            ON_TIMEZONE_CHANGE,
            PERSISTENT,
            JITTER,
            FIXED_JITTER,
            ACCURACY,
            WAKE_SYSTEM,
            REMAIN_AFTER_ELAPSE,
            DEFER_REACTIVATION,
            SERVICE,
            STARTS,
            RESTART,
            HEARTBEAT,
            WANTED_BY,
            ServiceKeys.TARGET,
            OwnUnitKeys.REQUIRES,
            ServiceKeys.BINDS_TO,
            ServiceKeys.WANTS,
            ServiceKeys.AFTER,
            ServiceKeys.PART_OF,
            UNIT);

    private TimerKeys() {}
}
