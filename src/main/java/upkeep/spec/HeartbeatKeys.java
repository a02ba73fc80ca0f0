package upkeep.spec;

import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.HeartbeatTarget.Due;

/** What is wanted of a job that tells of itself, and who may tell. */
final class HeartbeatKeys {

    static final int MOST_USERS = 32;

    private static final Kind<Due> DUE = new Kind<>(
            HeartbeatKeys::due,
            text -> TimeSpan.parse(text).isPresent()
                    ? "it must be from 1s to 400d"
                    : "it is neither a time span nor a calendar expression that ever comes",
            _ -> "write a time span such as 1d, a calendar such as Mon..Fri 02:30, or five fields as in crontab",
            String::valueOf,
            new Shape.Text("time span, `1s` to `400d`; or calendar", "calendars", ""));

    private static final Kind<TimeSpan> GRACES = Kinds.TIME_SPAN
            .where(
                    span -> !span.isInfinite() && span.microseconds() <= 400L * 86_400_000_000L,
                    "it must be at most 400d",
                    "write a time span such as 1h")
            .called("time span, at most `400d`");

    static final Key<Value<Due>> EVERY = Key.value("every", DUE)
            .need()
            .means("how long after a run that ended well the next one must have; or by which times one must");
    static final Key<Usual<TimeSpan>> GRACE =
            Key.usual("grace", GRACES, Defaults.TIMER_GRACE).means("how much later that may be");
    static final Key<Value<TimeSpan>> MAX_DURATION =
            Key.value("max-duration", Kinds.FINITE).means("how long a run may take; one that is not over counts, too");
    static final Key<Values<String>> USERS =
            Key.values("users", Kinds.ACCOUNT_NAME).means("who on this machine may tell of it, besides root");
    static final Key<Value<String>> TOKEN_FILE = LoginKeys.file("token")
            .means("a file with a token, which the user `upkeep` must be able to read: whoever sends the token may tell"
                    + " of the job by HTTP");
    static final Key<Value<String>> TOKEN_CREDENTIAL = LoginKeys.credential("token");

    static final Key<Brief> HEARTBEAT = Key.brief(
                    "heartbeat",
                    Vocabulary.of("heartbeat", EVERY, GRACE, MAX_DURATION, USERS, TOKEN_FILE, TOKEN_CREDENTIAL),
                    EVERY)
            .means("a job that tells of itself: whether it runs when it should, and how it ends");

    private HeartbeatKeys() {}

    private static Optional<Due> due(String text) {
        Optional<TimeSpan> span = TimeSpan.parse(text);
        if (span.isPresent()) {
            return span.filter(HeartbeatKeys::isPeriod).map(Due.Within::new);
        }
        return Calendar.parse(text).map(Due.At::new);
    }

    private static boolean isPeriod(TimeSpan span) {
        return !span.isInfinite() && span.microseconds() >= 1_000_000 && span.microseconds() <= 400L * 86_400_000_000L;
    }
}
