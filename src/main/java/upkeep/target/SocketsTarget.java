package upkeep.target;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The sockets on which a unit waits for others.
 *
 * @param unit whose processes must have them
 * @param wanted which there must be; none to only list what there is
 */
public record SocketsTarget(String unit, List<Wanted> wanted) implements Target {

    public SocketsTarget {
        wanted = List.copyOf(wanted);
    }

    /**
     * A socket as people name it.
     *
     * @param protocol {@code tcp}, {@code udp} or {@code unix}
     * @param port 0 for Unix
     * @param path empty but for Unix
     */
    public record Wanted(String protocol, int port, String path) {
        @Override
        public String toString() {
            return protocol.equals("unix")
                    ? path
                    : protocol.equals("tcp") ? Integer.toString(port) : port + "/" + protocol;
        }
    }

    @Override
    public String kind() {
        return "sockets";
    }

    @Override
    public String text() {
        return wanted.isEmpty()
                ? unit
                : unit + ": " + wanted.stream().map(Wanted::toString).collect(Collectors.joining(", "));
    }

    @Override
    public List<String> measurements() {
        return List.of("listening");
    }

    @Override
    public List<String> texts() {
        return List.of("listening-on");
    }
}
