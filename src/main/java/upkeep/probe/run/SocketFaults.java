package upkeep.probe.run;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import upkeep.core.Observation.FailureKind;
import upkeep.host.Descriptors;

/**
 * What an error of a socket says: something about the target, or only about ourselves. Java gives the errno as text
 * alone (strerror(3)), so the process must run with {@code LC_MESSAGES=C}; a text that is not known here is taken for our
 * own fault, since nothing must be restarted on a guess.
 */
public final class SocketFaults {

    private SocketFaults() {}

    /**
     * The error as a reason to stop.
     *
     * @param peer the address and port, as the beginning of a sentence
     */
    public static Stop of(IOException error, String peer, Deadline deadline) {
        if (error instanceof Stop stop) {
            return stop;
        }
        if (Thread.currentThread().isInterrupted()) {
            return new Stop.Unasked("the probe was interrupted");
        }
        String errno = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        if (deadline.explains(error)) {
            return new Stop.Sick(FailureKind.TIMEOUT, peer + " did not answer within " + deadline.text());
        }
        if (error instanceof PortUnreachableException) {
            return new Stop.Sick(FailureKind.REFUSED, peer + " refused the datagram: nothing listens there");
        }
        return ofErrno(error, errno, peer);
    }

    private static Stop ofErrno(IOException error, String errno, String peer) {
        if (Descriptors.noneIsLeft(errno)) {
            return own(peer, Descriptors.NONE_LEFT);
        }
        if (errno.contains("network is unreachable")) {
            return own(peer, "this machine has no route to that network; look at `ip route`");
        }
        if (errno.contains("permission denied") || errno.contains("operation not permitted")) {
            return own(
                    peer,
                    "this machine forbids it (" + errno
                            + "); look at the local firewall and at IPAddressDeny= of upkeepd.service");
        }
        if (errno.contains("cannot assign requested address")) {
            return own(peer, "no local address or port is left to connect from; look at `ss -s` and `ip address`");
        }
        if (errno.contains("address family not supported")) {
            return own(peer, "this machine has no support for that address family");
        }
        if (errno.contains("no buffer space") || errno.contains("cannot allocate memory")) {
            return own(peer, "the kernel has no memory for it (" + errno + ")");
        }
        if (errno.contains("connection refused")) {
            return new Stop.Sick(FailureKind.REFUSED, peer + " refused the connection: nothing listens there");
        }
        if (errno.contains("timed out") || error instanceof SocketTimeoutException) {
            return new Stop.Sick(FailureKind.TIMEOUT, peer + " did not answer the connection attempt");
        }
        if (error instanceof NoRouteToHostException
                || errno.contains("no route to host")
                || errno.contains("host is down")) {
            return new Stop.Sick(FailureKind.UNREACHABLE, peer + " cannot be reached: " + errno);
        }
        if (errno.contains("reset") || errno.contains("broken pipe") || errno.contains("abort")) {
            return new Stop.Sick(FailureKind.CLOSED, peer + " reset the connection");
        }
        if (error instanceof ConnectException) {
            return new Stop.Sick(FailureKind.UNREACHABLE, peer + " cannot be reached: " + errno);
        }
        return own(peer, String.valueOf(error.getMessage()));
    }

    private static Stop own(String peer, String why) {
        return new Stop.Unasked("cannot ask " + peer + ": " + why);
    }
}
