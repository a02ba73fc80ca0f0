package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.Severity;
import upkeep.base.TimeSpan;
import upkeep.spec.AlertRoute.GroupBy;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** Who is told of what, and when nobody is. */
final class AlertKeys {

    static final int DEEPEST = 5;
    static final int MOST_ROUTES = 200;
    static final int MOST_WINDOWS = 100;
    static final int MOST_SUBJECTS = 100;

    private static final String NEVER = "never";
    private static final long MINUTE = 60_000_000L;
    private static final long DAY = 86_400_000_000L;

    private static final Kind<TimeSpan> DELAYS = most("1h", 60 * MINUTE, "30s");
    private static final Kind<TimeSpan> INTERVALS = most("1d", DAY, "5min");

    private static final Kind<TimeSpan> REPEATS = new Kind<>(
            text -> text.equals(NEVER)
                    ? Optional.of(TimeSpan.INFINITY)
                    : TimeSpan.parse(text).filter(span -> !span.isInfinite() && span.microseconds() >= 5 * MINUTE),
            text -> TimeSpan.parse(text).isPresent()
                    ? text.strip().equals("infinity") ? "it would not come any more" : "it must be at least 5min"
                    : "it is neither a time span nor never",
            text -> text.strip().equals("infinity") ? "write never" : "write a time span such as 4h, or never",
            span -> span.isInfinite() ? NEVER : span.toString(),
            new Shape.Text("time span, at least `5min`; or `never`", "time spans", ""));

    private static final Kind<Calendar> CALENDARS = new Kind<>(
            Calendar::parse,
            _ -> "it is no calendar expression that ever comes",
            _ -> "write such as \"Sun 02:00\", \"*-*-* 02:30\", or five fields as in crontab",
            Calendar::toString,
            Shape.Text.of("calendar"));

    private static final Kind<Optional<Calendar>> DIGESTS = new Kind<>(
            AlertKeys::digest,
            _ -> "it is neither a calendar expression that ever comes nor never",
            _ -> "write a time of day such as \"08:00\", a calendar such as \"Mon..Fri 08:00\", or never",
            calendar -> calendar.map(Calendar::toString).orElse(NEVER),
            new Shape.Text("calendar, or `never`", "calendars", ""));

    private static final Kind<TimeSpan> LENGTHS = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= MINUTE && span.microseconds() <= 7 * DAY,
                    "it must be from 1min to 7d",
                    "write a time span such as 2h")
            .called("time span, `1min` to `7d`");

    private static final Kind<String> SUBJECTS = Kind.text(
                    text -> text.matches("[A-Za-z0-9:_.\\\\@/*-]{1,256}")
                            ? Optional.empty()
                            : Optional.of("it is not the name of a service or check"),
                    "names have a-z, 0-9 and -, and begin with a letter; * stands for any letters")
            .called("name, with `*` for any letters", "names, with `*` for any letters")
            .matching("^[A-Za-z0-9:_.\\\\@/*-]+$");

    static final Key<Values<String>> SUBJECT = Key.values("subject", SUBJECTS)
            .otherwise("all")
            .means(
                    "services, which stand for their instances and probes, and checks; `web@1`, `web/readiness`, a whole unit, and"
                            + " `host` for the machine");
    static final Key<Values<String>> TARGET = Key.values("target", Kinds.ANY_TEXT.called("name"))
            .otherwise("all")
            .means("the `targets` that a service is part of");
    static final Key<Values<Urgency>> URGENCY =
            Key.values("urgency", ConcernKeys.URGENCIES).otherwise("all").means("what is asked of people");
    static final Key<Value<Severity>> SEVERITY = Key.value("severity", Kind.word(List.of(Severity.values())))
            .otherwise("all")
            .means("that, and what is louder");

    private static final Vocabulary MATCHED = Vocabulary.of("a match", SUBJECT, TARGET, URGENCY, SEVERITY);

    static final Key<Form.Map> MATCH =
            Key.map("match", MATCHED).otherwise("all").means("[what it is for](#match): all that is written must fit");

    static final Key<Values<String>> RECEIVERS = Key.values("receivers", ReceiverKeys.NAME)
            .otherwise("those of the node above")
            .means("who is told; `[]` for nobody");
    static final Key<Values<GroupBy>> GROUP_BY = Key.values("group-by", Kind.word(List.of(GroupBy.values())))
            .otherwise("that of the node above")
            .means("alerts that are alike in all of it share a message; with `[]` all of them do");
    static final Key<Value<TimeSpan>> DELAY = Key.value("delay", DELAYS)
            .otherwise("that of the node above")
            .means("from the first alert of a group to its message, so that what comes together is told together");
    static final Key<Value<TimeSpan>> INTERVAL = Key.value("interval", INTERVALS)
            .otherwise("that of the node above")
            .means("from one message of a group to the next at least");
    static final Key<Value<TimeSpan>> REPEAT = Key.value("repeat", REPEATS)
            .otherwise("that of the node above")
            .means("after which time what is still wrong is told again");
    static final Key<Usual<Boolean>> CONTINUE = Key.usual("continue", Kinds.YES_OR_NO, false)
            .means("whether the routes after it are asked as well; else the first that fits has it");
    static final Key<Usual<Optional<Calendar>>> DIGEST = Key.usual("digest", DIGESTS, Defaults.ALERT_DIGEST)
            .means("when it is told what healed by itself, to whom the routes lead it");

    static final Key<Usual<Optional<Calendar>>> SELF_TEST = Key.usual("self-test", DIGESTS, Defaults.ALERT_SELF_TEST)
            .means(
                    "when each receiver to whom nothing was delivered since the time before gets a message that nothing is"
                            + " wrong");

    static final Vocabulary ROUTE = Vocabulary.of(
                    "a route", MATCH, RECEIVERS, GROUP_BY, DELAY, INTERVAL, REPEAT, CONTINUE)
            .nesting(AlertKeys::routes);
    static final Key<Items<Form.Map>> ROUTES = routes(ROUTE);

    static final Key<Form.Map> ALERTS = Key.map(
                    "alerts",
                    Vocabulary.of(
                            "alerts",
                            RECEIVERS
                                    .otherwise("the only receiver, if there is just one")
                                    .means("who is told of what no route is for; `[]` for nobody"),
                            GROUP_BY.otherwise("`subject`"),
                            DELAY.otherwise("`" + Defaults.ALERT_DELAY + "`"),
                            INTERVAL.otherwise("`" + Defaults.ALERT_INTERVAL + "`"),
                            REPEAT.otherwise("`" + Defaults.ALERT_REPEAT + "`"),
                            DIGEST,
                            SELF_TEST,
                            ROUTES))
            .means("who is [told](#alerts) of what, and when");

    static final Key<Value<Calendar>> CALENDAR =
            Key.value("calendar", CALENDARS).need().means("when it begins, as a timer's `calendar` or `cron`");
    static final Key<Value<TimeSpan>> FOR = Key.value("for", LENGTHS).need().means("how long it lasts");

    static final Key<Items<Form.Map>> MAINTENANCE = Key.items(
                    "maintenance", new Form.Map(Vocabulary.of("a window of maintenance", MATCH, CALENDAR, FOR)))
            .means("times in which [nobody is told](#maintenance)");

    private AlertKeys() {}

    private static Optional<Optional<Calendar>> digest(String text) {
        Optional<Calendar> calendar = Calendar.parse(text);
        return calendar.isPresent() || text.equals(NEVER) ? Optional.of(calendar) : Optional.empty();
    }

    private static Key<Items<Form.Map>> routes(Vocabulary route) {
        return Key.items("routes", new Form.Map(route))
                .means("[branches](#routes) for some of it, asked in this order");
    }

    private static Kind<TimeSpan> most(String most, long microseconds, String such) {
        return Kinds.TIME_SPAN
                .where(
                        span -> span.microseconds() <= microseconds,
                        "it must be at most " + most,
                        "write a time span such as " + such)
                .called("time span, at most `" + most + "`");
    }
}
