package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.target.Endpoint;
import upkeep.target.PingTarget;
import upkeep.target.Target;

/** Reads which host must answer echo requests: {@code ping: HOST} or a map. */
final class PingReader {

    private final TargetContext context;
    private final Report report;

    PingReader(TargetContext context) {
        this.context = context;
        this.report = context.report();
    }

    Optional<Target> read() {
        Fields ping = context.fields(PingKeys.PING, PingKeys.HOST);
        if (ping.lacks(PingKeys.HOST)) {
            report.error(ping.position(), "cannot ping: host is missing", "write ping: gateway.example.org, say");
        }
        Optional<String> host = ping.read(PingKeys.HOST);
        Endpoint.Family family = ping.get(EndpointKeys.ADDRESS_FAMILY);
        Optional<String> source = ping.read(PingKeys.SOURCE_ADDRESS);
        boolean every = ping.get(EndpointKeys.ALL_ADDRESSES);
        int count = ping.get(PingKeys.COUNT);
        TimeSpan interval = ping.get(PingKeys.INTERVAL);
        int size = ping.get(PingKeys.SIZE);
        Optional<Integer> maxLoss = ping.read(PingKeys.MAX_LOSS);
        if ((count - 1) * interval.microseconds() >= context.timeout().microseconds()) {
            report.error(
                    ping.has(PingKeys.INTERVAL) ? ping.at(PingKeys.INTERVAL) : ping.at(PingKeys.COUNT),
                    "cannot send " + count + " requests, one each " + interval + ": the timeout ends the probe after "
                            + context.timeout(),
                    "write a longer timeout: or a shorter interval:");
        }
        return host.map(it -> new PingTarget(it, family, source, every, count, interval, size, maxLoss));
    }
}
