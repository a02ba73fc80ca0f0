package upkeep.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import upkeep.core.Observation.FailureKind;

/** Starts TLS on an open connection: SNI, and host name and chain verified unless told otherwise. */
final class Tls {

    private final TrustAnchors anchors;

    Tls(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** The socket over {@code raw}, which stays the caller's to close: closing it ends the TLS socket as well. */
    Socket handshake(
            Socket raw, String host, int port, boolean verify, String peer, Deadline deadline, Findings findings)
            throws IOException {
        return handshake(raw, host, port, verify, List.of(), peer, deadline, findings);
    }

    /** The same, with the names of the protocols that may be spoken over it (ALPN, RFC 7301). */
    Socket handshake(
            Socket raw,
            String host,
            int port,
            boolean verify,
            List<String> applicationProtocols,
            String peer,
            Deadline deadline,
            Findings findings)
            throws IOException {
        SeenCertificates seen = verify ? SeenCertificates.verified(anchors.manager()) : SeenCertificates.unverified();
        SSLSocket socket = over(raw, host, port, verify, seen);
        offer(socket, applicationProtocols);
        findings.steps()
                .add(
                        () -> "starting TLS",
                        () -> List.of("certificate " + (verify ? "verified for " + host : "not verified")));
        socket.setSoTimeout(deadline.socketTimeout());
        try {
            socket.startHandshake();
        } catch (IOException error) {
            findings.steps().add(() -> "TLS failed", seen::lines);
            throw explain(error, host, peer, deadline, seen);
        }
        findings.steps()
                .add(
                        () -> "TLS is up, " + socket.getSession().getProtocol() + ", "
                                + socket.getSession().getCipherSuite(),
                        seen::lines);
        return socket;
    }

    /** A context of its own for each probe: with a resumed session the server would not show its certificate again. */
    private static SSLSocket over(Socket raw, String host, int port, boolean verify, SeenCertificates seen)
            throws IOException {
        SSLContext context;
        try {
            context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {seen}, null);
        } catch (GeneralSecurityException failed) {
            throw new Stop.Unasked("cannot start TLS: " + failed.getMessage());
        }
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        if (verify) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!isLiteral(host)) {
            try {
                parameters.setServerNames(List.of(new SNIHostName(host)));
            } catch (IllegalArgumentException unusual) {
                // A name that SNI cannot carry (an underscore, say) goes without it, as in other clients.
                parameters.setServerNames(List.of());
            }
        }
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static void offer(SSLSocket socket, List<String> applicationProtocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
        socket.setSSLParameters(parameters);
    }

    private static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(host);
            return true;
        } catch (IllegalArgumentException name) {
            return false;
        }
    }

    private static Stop explain(IOException error, String host, String peer, Deadline deadline, SeenCertificates seen) {
        boolean interrupted = Thread.currentThread().isInterrupted();
        if (error instanceof Stop || interrupted) {
            return SocketFaults.of(error, peer, deadline);
        }
        if (deadline.explains(error) || deadline.explains(error.getCause())) {
            return new Stop.Sick(
                    FailureKind.TIMEOUT,
                    peer + " accepted the connection but did not finish the TLS handshake within " + deadline.text());
        }
        if (error instanceof EOFException || error.getCause() instanceof EOFException) {
            return new Stop.Sick(FailureKind.CLOSED, peer + " closed the connection during the TLS handshake");
        }
        if (error instanceof SocketException || error.getCause() instanceof SocketException) {
            return SocketFaults.of(
                    error instanceof SocketException || !(error.getCause() instanceof SocketException cause)
                            ? error
                            : cause,
                    peer,
                    deadline);
        }
        return error instanceof SSLException
                ? new Stop.Sick(FailureKind.TLS, peer + " " + seen.complaint(error, host))
                : SocketFaults.of(error, peer, deadline);
    }
}
