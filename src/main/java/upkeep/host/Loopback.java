package upkeep.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection from ourselves to ourselves. The port is open for the time of one check only, so that nobody else can fill
 * its queue beforehand and make the machine look ill.
 */
final class Loopback {

    private final InetAddress address;

    Loopback(InetAddress address) {
        this.address = address;
    }

    Optional<String> fault(Duration deadline) {
        long end = System.nanoTime() + deadline.toNanos();
        try (ServerSocket server = new ServerSocket(0, 0, address);
                Socket client = new Socket()) {
            client.connect(server.getLocalSocketAddress(), millis(end));
            boolean ours;
            do {
                if (System.nanoTime() - end > 0) {
                    throw new SocketTimeoutException();
                }
                server.setSoTimeout(millis(end));
                try (Socket accepted = server.accept()) {
                    ours = client.getLocalSocketAddress().equals(accepted.getRemoteSocketAddress());
                }
            } while (!ours);
            return Optional.empty();
        } catch (SocketTimeoutException e) {
            return Optional.of("cannot connect to " + address.getHostAddress() + ": no connection within "
                    + deadline.toMillis() + " ms");
        } catch (IOException e) {
            return Optional.of("cannot connect to " + address.getHostAddress() + ": " + e.getMessage());
        }
    }

    /** At least 1, for 0 means to wait for ever. */
    private static int millis(long end) {
        return (int) Math.max(1, (end - System.nanoTime()) / 1_000_000);
    }
}
