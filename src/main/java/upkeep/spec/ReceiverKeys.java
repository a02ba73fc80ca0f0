package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Receiver.Budget;

/** Somebody who can be told. */
final class ReceiverKeys {

    static final int MOST = 100;

    private static final long MINUTE = 60_000_000L;
    private static final long DAY = 86_400_000_000L;

    /** The name of a receiver, where one is meant. */
    static final Kind<String> NAME = Kind.text(
                    text -> Kinds.isName(text) ? Optional.empty() : Optional.of("it is not the name of a receiver"),
                    "names have a-z, 0-9 and -, and begin with a letter")
            .called("name")
            .matching(Kinds.NAME_PATTERN);

    private static final Kind<Budget> BUDGETS = new Kind<>(
            ReceiverKeys::budget,
            text -> RestartKeys.RATE.parse().apply(text).isPresent()
                    ? "it must be 1 to 1000 in 1min to 7d"
                    : "it is not a number of messages in a time",
            _ -> "write how many in what time, such as \"20 per 1h\"",
            budget -> budget.count() + " per " + budget.per(),
            RestartKeys.RATE.shape());

    private static final Kind<TimeSpan> WAIT = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= MINUTE && span.microseconds() <= DAY,
                    "it must be from 1min to 1d",
                    "write a time span such as 10min")
            .called("time span, `1min` to `1d`");

    static final Key<Usual<Budget>> BUDGET = Key.usual("budget", BUDGETS, Defaults.ALERT_BUDGET)
            .means(
                    "at most so many messages in any window of that length, 1 to 1000 in `1min` to `7d`, the last of them kept for"
                            + " pages; once half of them are spent, what comes is summed up in few");
    static final Key<Value<String>> FALLBACK_RECEIVER =
            Key.value("receiver", NAME).need().means("which receiver");
    static final Key<Usual<TimeSpan>> AFTER =
            Key.usual("after", WAIT, Defaults.ALERT_FALLBACK).means("for how long it is tried before");
    static final Key<Brief> FALLBACK = Key.brief(
                    "fallback", Vocabulary.of("fallback", FALLBACK_RECEIVER, AFTER), FALLBACK_RECEIVER)
            .means("who is told instead when a message does not arrive: a receiver, or a map");

    static final Vocabulary RECEIVER =
            Vocabulary.of("a receiver", BUDGET, FALLBACK).with(ChannelKeys.CHANNELS, ChannelKeys.PROGRAM);

    static final Key<Names<Form.Map>> RECEIVERS = Key.names("receivers", Kinds.NAME_PATTERN, new Form.Map(RECEIVER))
            .means("name → somebody who can be [told](#receivers)");

    private ReceiverKeys() {}

    private static Optional<Budget> budget(String text) {
        return RestartKeys.RATE
                .parse()
                .apply(text)
                .filter(rate -> rate.count() <= 1_000
                        && rate.per().microseconds() >= MINUTE
                        && rate.per().microseconds() <= 7 * DAY)
                .map(rate -> new Budget(rate.count(), rate.per()));
    }
}
