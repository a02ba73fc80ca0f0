package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;

/** Which host must answer echo requests. */
final class PingKeys {

    private static final Kind<TimeSpan> PAUSE = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= 10_000 && span.microseconds() <= 60_000_000,
                    "it must be from 10ms to 1min",
                    "write a time span such as 200ms")
            .called("time span, `10ms` to `1min`");

    private static final Kind<Integer> LOSS = Kind.of(
                    "a percentage from 0% to 99%",
                    "write a percentage such as \"50%\"",
                    text -> text.matches("[1-9]?[0-9]%")
                            ? Optional.of(Integer.valueOf(text.substring(0, text.length() - 1)))
                            : Optional.<Integer>empty())
            .shown(percent -> percent + "%")
            .called("`0%` to `99%`")
            .matching("^[1-9]?[0-9]%$");

    static final Key<Value<String>> HOST =
            Key.value("host", Kinds.HOST_NAME).need().means("whom to send requests to");
    static final Key<Value<String>> SOURCE_ADDRESS =
            EndpointKeys.SOURCE_ADDRESS.means("the address of this machine to send from");
    static final Key<Usual<Integer>> COUNT =
            Key.usual("count", Kind.whole(1, 20), Defaults.PING_COUNT).means("how many requests are sent");
    static final Key<Usual<TimeSpan>> INTERVAL = Key.usual("interval", PAUSE, Defaults.PING_INTERVAL)
            .means("from one to the next; all must be sent within `timeout`");
    static final Key<Usual<Integer>> SIZE =
            Key.usual("size", Kind.whole(8, 1492), Defaults.PING_SIZE).means("bytes of data in each");
    static final Key<Value<Integer>> MAX_LOSS = Key.value("max-loss", LOSS)
            .otherwise("one answer is enough")
            .means("the share of requests that may stay unanswered");

    static final Key<Brief> PING = Key.brief(
                    "ping",
                    Vocabulary.of(
                            "ping",
                            HOST,
                            EndpointKeys.ADDRESS_FAMILY,
                            SOURCE_ADDRESS,
                            EndpointKeys.ALL_ADDRESSES,
                            COUNT,
                            INTERVAL,
                            SIZE,
                            MAX_LOSS),
                    HOST)
            .means("a host that answers echo requests");

    private PingKeys() {}
}
