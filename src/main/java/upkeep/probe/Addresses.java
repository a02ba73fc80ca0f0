package upkeep.probe;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import upkeep.core.Observation.FailureKind;
import upkeep.target.Endpoint;

/** The addresses of a host that a probe is about, and in which order it goes through them. */
final class Addresses {

    private final Lookup lookup;

    Addresses(Lookup lookup) {
        this.lookup = lookup;
    }

    /** What is done at one address, within its part of the time; the answer is a sentence. */
    @FunctionalInterface
    interface Attempt {
        String at(InetAddress address, Deadline part) throws Stop;
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

    /** Goes through all addresses, of which every one must pass; the first that does not ends it. */
    String each(String host, Endpoint.Family family, Deadline deadline, Findings findings, Attempt attempt)
            throws Stop {
        List<InetAddress> addresses = of(host, family, deadline, findings);
        List<String> found = new ArrayList<>();
        for (int i = 0; i < addresses.size(); i++) {
            found.add(attempt.at(addresses.get(i), deadline.share(addresses.size() - i)));
        }
        return String.join("; ", found);
    }

    /** Goes through the addresses until one answers, well or not. */
    String any(String host, Endpoint.Family family, Deadline deadline, Findings findings, Attempt attempt) throws Stop {
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
        return switch (stop) {
            case Stop.Unasked _ -> false;
            case Stop.Sick sick ->
                switch (sick.kind()) {
                    case REFUSED, UNREACHABLE, TIMEOUT, CLOSED -> false;
                    case NAME, TLS, PROTOCOL, STATUS, CONTENT, LATENCY, NOT_SYNCHRONISED, OFFSET -> true;
                };
        };
    }
}
