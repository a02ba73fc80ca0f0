package upkeep.audit;

import java.util.Set;

/**
 * Where something listens, or shall.
 *
 * @param protocol {@code tcp} or {@code udp}
 * @param address numeric
 * @param port 1 to 65535
 */
public record Place(String protocol, String address, int port) {

    private static final Set<String> ANY = Set.of("0.0.0.0", "::", "0:0:0:0:0:0:0:0");

    /** Whether one is in the other's way. */
    boolean meets(Place other) {
        return protocol.equals(other.protocol)
                && port == other.port
                && (address.equals(other.address) || ANY.contains(address) || ANY.contains(other.address));
    }

    @Override
    public String toString() {
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + port + "/" + protocol;
    }
}
