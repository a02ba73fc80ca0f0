package upkeep.convert;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.target.Protocol;

/**
 * Which probes suit a unit, by where it is reached. That a port accepts connections is all that can be seen from outside, and so all
 * that is written; what is spoken there is for people to say, and put to them in comments.
 */
final class ServedProbes {

    /** Those that Linux gives to whoever asks for any: another one after the next start. */
    private static final int FIRST_OF_CHANCE = 32_768;

    private static final int MOST_TOLD = 8;

    private ServedProbes() {}

    /** The key {@code probes} of a service, or comments in its place. */
    static List<String> lines(UnitFacts facts) {
        List<Listening> lasting = lasting(facts);
        Optional<Listening> probed = lasting.stream().filter(Listening::isTcp).findFirst();
        List<String> lines = new ArrayList<>();
        if (!lasting.isEmpty()) {
            lines.add(Remark.of("It is reached on " + places(lasting)));
        }
        if (probed.isPresent()) {
            String target = tcp(probed.get());
            lines.add(Remark.of("These probes see that " + probed.get().text()
                    + " accepts connections, and nothing of what is said there."));
            lines.addAll(deeper(lasting));
            lines.add("probes:");
            lines.add("  startup: {" + target + ", otherwise: alert}");
            lines.add("  liveness: {" + target + ", every: 30s}");
            return lines;
        }
        lines.add(Remark.of(
                lasting.isEmpty()
                        ? unseen(facts)
                        : "There is no probe, since only its own protocol tells whether it works."));
        lines.addAll(lasting.isEmpty() ? SAMPLES : deeper(lasting));
        return lines;
    }

    /** Comments about what a preset does not look at. */
    static List<String> besidePreset(UnitFacts facts) {
        List<Listening> lasting = lasting(facts);
        if (lasting.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add(Remark.of("The preset has no probe. It is reached on " + places(lasting)));
        lines.addAll(deeper(lasting));
        return lines;
    }

    /** The TCP ports that are not given by chance, the lowest first. */
    static List<Integer> tcpPorts(UnitFacts facts) {
        return lasting(facts).stream()
                .filter(Listening::isTcp)
                .map(Listening::port)
                .distinct()
                .toList();
    }

    private static final List<String> SAMPLES = Stream.of(
                    "A probe is written so, upkeep-checks(5); startup waits for the first answer and only alerts:",
                    "  probes:",
                    "    startup: {http: {url: \"http://127.0.0.1:8080/\"}, otherwise: alert}",
                    "    liveness: {http: {url: \"http://127.0.0.1:8080/\"}, every: 30s}")
            .map(Remark::of)
            .toList();

    private static List<Listening> lasting(UnitFacts facts) {
        return facts.reached().stream()
                .filter(place ->
                        place.port() < FIRST_OF_CHANCE && !place.address().startsWith("@"))
                .toList();
    }

    private static String places(List<Listening> places) {
        List<String> texts = places.stream().map(Listening::text).distinct().toList();
        String told = texts.stream().limit(MOST_TOLD).collect(Collectors.joining(", "));
        return texts.size() > MOST_TOLD ? told + ", and " + (texts.size() - MOST_TOLD) + " more" : told;
    }

    private static String tcp(Listening place) {
        return place.host().equals("127.0.0.1")
                ? "tcp: " + place.port()
                : "tcp: {host: \"" + place.host() + "\", port: " + place.port() + "}";
    }

    private static List<String> deeper(List<Listening> places) {
        List<String> told = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Listening place : places) {
            // One port on several addresses is one service.
            if (seen.add(place.text())) {
                suggestion(place).map(probe -> Remark.of("  " + probe)).ifPresent(told::add);
            }
        }
        return told.isEmpty()
                ? List.of()
                : Stream.concat(
                                Stream.of(
                                        Remark.of(
                                                "What would see more, if it is what is spoken there; upkeep-checks(5) has all of them:")),
                                told.stream().limit(MOST_TOLD))
                        .toList();
    }

    /** What is usually spoken at a place, as the value of a probe; nothing where the place does not say it. */
    static Optional<String> suggestion(Listening place) {
        return switch (place.protocol()) {
            case TCP -> usual(place).or(() -> Optional.of("{http: {url: \"" + url("http", place) + "\"}}"));
            case UDP ->
                switch (place.port()) {
                    case 53 -> Optional.of(dns(place));
                    case 123 -> Optional.of("{ntp: {servers: [\"" + place.host() + "\"]}}");
                    default -> Optional.empty();
                };
            case UNIX -> Optional.empty();
        };
    }

    private static String dns(Listening place) {
        return "{dns: {host: \"" + place.host() + "\", query: localhost}}";
    }

    private static Optional<String> usual(Listening place) {
        if (place.port() == 53) {
            return Optional.of(dns(place));
        }
        if (place.port() == 443) {
            return Optional.of("{http: {url: \"" + url("https", place) + "\"}}");
        }
        String endpoint = "{host: \"" + place.host() + "\", port: " + place.port();
        return Arrays.stream(Protocol.values())
                .filter(protocol -> protocol.port(false) == place.port() || protocol.port(true) == place.port())
                .findFirst()
                .map(protocol -> "{" + protocol.word() + ": " + endpoint
                        + (protocol.port(false) == place.port() ? "" : ", tls: true") + "}}");
    }

    private static String url(String scheme, Listening place) {
        String host = place.host().contains(":") ? "[" + place.host() + "]" : place.host();
        boolean isUsual = scheme.equals(place.port() == 443 ? "https" : place.port() == 80 ? "http" : "");
        return scheme + "://" + host + (isUsual ? "" : ":" + place.port()) + "/";
    }

    private static String unseen(UnitFacts facts) {
        if (!facts.isActive()) {
            return "It does not run now, so that it could not be seen where it is reached.";
        }
        return facts.open().isEmpty()
                ? "Where it is reached is for root to see: as root, upkeep adopt may know a probe."
                : "It waits for nobody on any port or socket, so that there is no probe.";
    }
}
