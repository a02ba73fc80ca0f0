package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.Endpoint;
import upkeep.target.PingTarget;
import upkeep.target.Target;

/** Reads which host must answer echo requests: {@code ping: HOST} or a map. */
final class PingReader {

    private static final Kind<Integer> COUNT = Kind.whole(1, 20);
    private static final Kind<Integer> SIZE = Kind.whole(8, 1492);
    private static final Kind<TimeSpan> INTERVAL = Kinds.FINITE.where(
            span -> span.microseconds() >= 10_000 && span.microseconds() <= 60_000_000,
            "it must be from 10ms to 1min",
            "write a time span such as 200ms");
    private static final Kind<Integer> LOSS = Kind.of(
                    "a percentage from 0% to 99%",
                    "write a percentage such as \"50%\"",
                    text -> text.matches("[1-9]?[0-9]%")
                            ? Optional.of(Integer.valueOf(text.substring(0, text.length() - 1)))
                            : Optional.<Integer>empty())
            .shown(percent -> percent + "%");

    private final TargetContext context;
    private final Report report;

    PingReader(TargetContext context) {
        this.context = context;
        this.report = context.report();
    }

    Optional<Target> read() {
        Fields check = context.check();
        Fields ping = context.isShort("ping") ? check.only("ping", "host", Words.PING) : check.map("ping", Words.PING);
        if (ping.lacks("host")) {
            report.error(ping.position(), "cannot ping: host is missing", "write ping: gateway.example.org, say");
        }
        Optional<String> host = ping.read("host", Kinds.HOST_NAME);
        Endpoint.Family family = ping.read("address-family", EndpointReader.FAMILY, Endpoint.Family.ANY);
        Optional<String> source = ping.read("source-address", Kinds.ADDRESS);
        boolean every = ping.read("all-addresses", Kinds.YES_OR_NO, Defaults.ALL_ADDRESSES);
        int count = ping.read("count", COUNT, Defaults.PING_COUNT);
        TimeSpan interval = ping.read("interval", INTERVAL, Defaults.PING_INTERVAL);
        int size = ping.read("size", SIZE, Defaults.PING_SIZE);
        Optional<Integer> maxLoss = ping.read("max-loss", LOSS);
        if ((count - 1) * interval.microseconds() >= context.timeout().microseconds()) {
            report.error(
                    ping.has("interval") ? ping.at("interval") : ping.at("count"),
                    "cannot send " + count + " requests, one each " + interval + ": the timeout ends the probe after "
                            + context.timeout(),
                    "write a longer timeout: or a shorter interval:");
        }
        return host.map(it -> new PingTarget(it, family, source, every, count, interval, size, maxLoss));
    }
}
