package upkeep.target;

import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * A host that answers echo requests (RFC 792, RFC 4443).
 *
 * @param host a name or an address
 * @param family which of the name's addresses are tried
 * @param source the address of this machine to send from; absent for the one that the kernel chooses
 * @param everyAddress whether each of the name's addresses must pass, and not just one
 * @param count how many requests are sent, 1 to 20
 * @param interval the time from one to the next
 * @param size the bytes of data in each, 8 to 1492
 * @param maxLoss the share of requests that may stay unanswered, in percent; absent where one answer is enough
 */
public record PingTarget(
        String host,
        Endpoint.Family family,
        Optional<String> source,
        boolean everyAddress,
        int count,
        TimeSpan interval,
        int size,
        Optional<Integer> maxLoss)
        implements Target {

    @Override
    public String kind() {
        return "ping";
    }

    @Override
    public String text() {
        return host;
    }

    @Override
    public List<String> hosts() {
        return List.of(host);
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "total", "loss", "rtt", "rtt-min", "rtt-max");
    }
}
