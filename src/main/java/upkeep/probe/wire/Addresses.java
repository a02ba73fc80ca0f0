package upkeep.probe.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Stop;
import upkeep.target.Endpoint;

/** The addresses of a host that a probe is about, and in which order it goes through them. */
public final class Addresses {

    /** How an address fails that does not answer; the next one may. */
    private static final Set<FailureKind> NO_ANSWER =
            Set.of(FailureKind.REFUSED, FailureKind.UNREACHABLE, FailureKind.TIMEOUT, FailureKind.CLOSED);

    private final Lookup lookup;

    public Addresses(Lookup lookup) {
        this.lookup = lookup;
    }

    /** What is done at one address, within its part of the time, and what was found there. */
    @FunctionalInterface
    public interface Attempt<T> {
        T at(InetAddress address, Deadline part) throws Stop;
    }

    /** Those of one family, at least one, in the order in which they are to be tried. Measures {@code lookup}. */
    List<InetAddress> of(String host, Endpoint.Family family, Deadline deadline, Findings findings) throws Stop {
        long before = System.nanoTime();
        List<InetAddress> addresses = ofFamily(host, family, lookup.addresses(host, deadline));
        findings.measure("lookup", (System.nanoTime() - before) / 1e9);
        findings.steps()
                .add(
                        () -> host + " has "
                                + (addresses.size() == 1 ? "one address" : addresses.size() + " addresses"),
                        () -> addresses.stream()
                                .map(InetAddress::getHostAddress)
                                .toList());
        return addresses;
    }

    private static List<InetAddress> ofFamily(String host, Endpoint.Family family, List<InetAddress> addresses)
            throws Stop {
        List<InetAddress> meant = addresses.stream()
                .filter(address -> switch (family) {
                    case ANY -> true;
                    case IPV4 -> address instanceof Inet4Address;
                    case IPV6 -> address instanceof Inet6Address;
                })
                .toList();
        if (meant.isEmpty()) {
            throw new Stop.Sick(
                    FailureKind.NAME,
                    "the name " + host + " has no address of the family "
                            + family.name().toLowerCase(Locale.ROOT));
        }
        return meant;
    }

    /** What was found at the first address that answers; where every one must pass, at all of them. */
    public <T> List<T> ask(Endpoint.Port endpoint, Deadline deadline, Findings findings, Attempt<T> attempt)
            throws Stop {
        return endpoint.everyAddress()
                ? each(endpoint.host(), endpoint.family(), deadline, findings, attempt)
                : List.of(any(endpoint.host(), endpoint.family(), deadline, findings, attempt));
    }

    /** Goes through all addresses, of which every one must pass; the first that does not ends it. */
    public <T> List<T> each(
            String host, Endpoint.Family family, Deadline deadline, Findings findings, Attempt<T> attempt) throws Stop {
        List<InetAddress> addresses = of(host, family, deadline, findings);
        List<T> found = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            found.add(attempt.at(addresses.get(i), deadline.share(addresses.size() - i)));
        }
        return found;
    }

    /** Goes through the addresses until one answers, well or not. */
    public <T> T any(String host, Endpoint.Family family, Deadline deadline, Findings findings, Attempt<T> attempt)
            throws Stop {
        List<InetAddress> addresses = of(host, family, deadline, findings);
        List<Stop> refusals = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            try {
                return attempt.at(addresses.get(i), deadline.share(addresses.size() - i));
            } catch (Stop stop) {
                if (isAnswer(stop) || Thread.currentThread().isInterrupted()) {
                    throw stop;
                }
                findings.steps().add(stop::text);
                refusals.add(stop);
            }
        }
        throw Connector.combined(refusals);
    }

    private static boolean isAnswer(Stop stop) {
        return stop instanceof Stop.Sick sick && !NO_ANSWER.contains(sick.kind());
    }
}
