package upkeep.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Values;
import upkeep.spec.Settings.Listen;

/** What upkeepd has to do with the outside, beyond its receivers. */
final class OutsideKeys {

    static final int MOST_ADDRESSES = 8;

    private static final Pattern ADDRESS =
            Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9A-Fa-f:.]{2,45}]):([0-9]{1,5})");

    private static final Kind<Listen> LISTEN = Kind.of(
                    "an address with a port", "write such as 127.0.0.1:2813 or [::1]:2813", OutsideKeys::listen)
            .called("address with port")
            .matching("^[0-9A-Fa-f:.\\[\\]]+$");

    private static final Kind<TimeSpan> PERIOD = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= 1_000_000 && span.microseconds() <= 7 * 86_400_000_000L,
                    "it must be from 1s to 7d",
                    "write a time span such as 1min")
            .called("time span, `1s` to `7d`");

    static final Key<Values<Listen>> HEARTBEATS = Key.values("heartbeats", LISTEN)
            .means("where [jobs](checks.md#heartbeat) may tell of themselves by HTTP, besides"
                    + " `/run/upkeep/heartbeats/socket`: `127.0.0.1:2813`, say; at most " + MOST_ADDRESSES);

    static final Key<Usual<TimeSpan>> EVERY =
            Key.usual("every", PERIOD, Defaults.CHECK_IN_EVERY).means("how often it is asked");

    static final Key<Brief> CHECK_IN = Key.brief(
                    "check-in",
                    Vocabulary.of(
                            "check-in",
                            ChannelKeys.URL.means("the address that is asked by GET"),
                            ChannelKeys.URL_FILE,
                            ChannelKeys.URL_CREDENTIAL,
                            EVERY),
                    ChannelKeys.URL_FILE)
            .means("a [service elsewhere](alerts.md#proof-of-life) that tells people when it is no longer asked: a"
                    + " dead man's switch");

    private OutsideKeys() {}

    private static Optional<Listen> listen(String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.matches() || !isNumbers(String.valueOf(address.group(1)))) {
            return Optional.empty();
        }
        String plain = String.valueOf(address.group(1)).replaceAll("[\\[\\]]", "");
        return Kinds.PORT.parse().apply(String.valueOf(address.group(2))).map(port -> new Listen(plain, port));
    }

    private static boolean isNumbers(String address) {
        return address.startsWith("[")
                || Pattern.compile("\\.").splitAsStream(address).allMatch(part -> Integer.parseInt(part) <= 255);
    }
}
