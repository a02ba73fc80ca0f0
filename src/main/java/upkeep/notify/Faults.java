package upkeep.notify;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a connection failed, as people would say it. */
final class Faults {

    /** So much of what the other side said is quoted. */
    static final int LONGEST_QUOTE = 200;

    private static final int DEEPEST = 10;

    private Faults() {}

    /** What follows the name of the other side: {@code refused the connection}. */
    static String text(Throwable failed) {
        return switch (failed) {
            case SocketTimeoutException _, HttpConnectTimeoutException _ -> "did not answer the connection in time";
            case HttpTimeoutException _ -> "did not answer in time";
            case UnknownHostException _, UnresolvedAddressException _ -> "is not known by that name";
            case NoRouteToHostException _ -> "cannot be reached";
            case SSLException tls -> tls(tls);
            case ConnectException connect -> connect(connect);
            case SocketException socket -> broken(socket.getMessage());
            case EOFException _, ClosedChannelException _ -> "ended the connection";
            default -> {
                Throwable cause = failed.getCause();
                yield cause != null && isOfNetwork(cause) ? text(cause) : broken(failed.getMessage());
            }
        };
    }

    private static boolean isOfNetwork(Throwable cause) {
        return cause instanceof IOException || cause instanceof UnresolvedAddressException;
    }

    private static String connect(ConnectException connect) {
        String text = String.valueOf(connect.getMessage());
        if (text.toLowerCase(Locale.ROOT).contains("refused")) {
            return "refused the connection";
        }
        // The client of HTTP says no more than that it did not connect, but for a name that nobody knows.
        return connect.getCause() instanceof UnresolvedAddressException unknown
                ? text(unknown)
                : "cannot be connected to";
    }

    private static String tls(SSLException failed) {
        Throwable cause = failed;
        for (int i = 0; i < DEEPEST && cause != null; i++) {
            if (cause instanceof CertPathBuilderException) {
                return "has a certificate that is signed by nobody this machine trusts";
            }
            if (cause instanceof CertificateExpiredException) {
                return "has a certificate that is expired";
            }
            if (cause.getCause() == null) {
                break;
            }
            cause = cause.getCause();
        }
        return "failed at TLS: " + Clear.line(String.valueOf(cause == null ? "" : cause.getMessage()), LONGEST_QUOTE);
    }

    private static String broken(@Nullable String text) {
        return text == null || text.isEmpty()
                ? "broke the connection"
                : "broke the connection: " + Clear.line(text, LONGEST_QUOTE);
    }
}
