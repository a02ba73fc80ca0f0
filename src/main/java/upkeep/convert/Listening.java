package upkeep.convert;

import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something waits for others to come.
 *
 * @param address of this machine, numeric, or the path of a Unix socket
 * @param port 1 to 65535; 0 for a Unix socket
 */
public record Listening(Protocol protocol, String address, int port) implements Comparable<Listening> {

    private static final Pattern OF_SYSTEMD = Pattern.compile("(\\S+) \\((Stream|Datagram)\\)");
    private static final Pattern ADDRESS_AND_PORT = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+)):([0-9]{1,5})");
    private static final Comparator<Listening> ORDER = Comparator.comparing(Listening::protocol)
            .thenComparingInt(Listening::port)
            .thenComparing(Listening::address);

    /** What is spoken below the service's own protocol. */
    public enum Protocol {
        TCP,
        UDP,
        UNIX;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One {@code Listen=} of a socket unit as {@code systemctl show} prints it; nothing for what probes have no use for. */
    public static Optional<Listening> parse(String listen) {
        Matcher matcher = OF_SYSTEMD.matcher(listen);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String place = matcher.group(1);
        if (place.startsWith("/")) {
            return Optional.of(new Listening(Protocol.UNIX, place, 0));
        }
        Matcher parts = ADDRESS_AND_PORT.matcher(place);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65_535) {
            return Optional.empty();
        }
        Protocol protocol = matcher.group(2).equals("Stream") ? Protocol.TCP : Protocol.UDP;
        String address = Optional.ofNullable(parts.group(1)).orElse(parts.group(2));
        return Optional.of(new Listening(protocol, address, Integer.parseInt(parts.group(3))));
    }

    boolean isTcp() {
        return protocol == Protocol.TCP;
    }

    /** Whom a probe asks: this machine itself where every address will do. */
    String host() {
        return switch (address) {
            case "0.0.0.0" -> "127.0.0.1";
            // Most servers take both versions of IP there; both addresses of the name are tried.
            case "::", "0:0:0:0:0:0:0:0" -> "localhost";
            case "0:0:0:0:0:0:0:1" -> "::1";
            default -> address;
        };
    }

    /** As people write it: {@code 443/tcp}, {@code /run/docker.sock}. */
    String text() {
        return protocol == Protocol.UNIX ? address : port + "/" + protocol.word();
    }

    @Override
    public int compareTo(Listening other) {
        return ORDER.compare(this, other);
    }
}
