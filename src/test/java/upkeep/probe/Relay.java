package upkeep.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Passes bytes on in both directions, so that a server that speaks TLS can go on where one that does not has agreed to. */
public final class Relay {

    private Relay() {}

    /** Until one side ends. */
    public static void between(Socket near, int port) throws IOException {
        try (Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread.ofVirtual().start(() -> pass(near, far));
            pass(far, near);
        }
    }

    private static void pass(Socket from, Socket to) {
        try {
            byte[] buffer = new byte[8192];
            for (int count = from.getInputStream().read(buffer);
                    count > 0;
                    count = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, count);
                to.getOutputStream().flush();
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            // One side hung up, as it may.
        }
    }
}
