package upkeep.host;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Whether this machine still has what every probe from it needs: a loopback that connects, and a resolver that answers.
 * What is wrong is told as a text for the operator; absent means that all is well. Blocks the caller up to the deadline
 * of each check. Thread-safe.
 */
public final class SelfCheck {

    private static final Duration LOOPBACK_DEADLINE = Duration.ofSeconds(1);
    private static final Duration RESOLVER_DEADLINE = Duration.ofSeconds(3);

    private final Loopback loopback = new Loopback(InetAddress.ofLiteral("127.0.0.1"));
    private final Resolver resolver = new Resolver(Path.of("/etc/resolv.conf"), InetAddress::getAllByName);

    /** Connects to a port of our own on 127.0.0.1, opened for the purpose, within a second. */
    public Optional<String> loopback() {
        return loopback.fault(LOOPBACK_DEADLINE);
    }

    /**
     * Looks a name up, within three seconds; that it does not exist is as good an answer as an address. A look-up that
     * hangs is given up and left to its thread, and no other one begins before it has ended.
     *
     * @param host a name, best one that the probes use; not an address
     */
    public Optional<String> resolver(String host) {
        return resolver.fault(host, RESOLVER_DEADLINE);
    }
}
