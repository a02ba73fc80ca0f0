package upkeep.probe.tls;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.host.TrustAnchors;
import upkeep.host.UnreadableException;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.SocketFaults;
import upkeep.probe.run.Stop;
import upkeep.target.TlsOptions;

/**
 * Starts TLS on an open connection: SNI, and host name and chain verified unless told otherwise. Measures {@code tls} and
 * {@code certificate-days}, the latter of an untrusted chain as well.
 */
public final class Tls {

    /** How many files with authorities are kept in memory. */
    private static final int MOST_ANCHORS = 64;

    private final TrustAnchors system;
    private final Map<String, TrustAnchors> others = new ConcurrentHashMap<>();

    public Tls(TrustAnchors system) {
        this.system = system;
    }

    /**
     * A connection that TLS is up on.
     *
     * @param socket over the raw one, which stays the caller's to close: closing it ends this one as well
     * @param applicationProtocol which of those offered the server has chosen; empty for none
     */
    public record Secured(Socket socket, ServedChain chain, String applicationProtocol) {}

    /** Speaks TLS for {@code host}, unless the options name another server. */
    public Secured handshake(
            Socket raw,
            String host,
            int port,
            TlsOptions options,
            List<String> applicationProtocols,
            String peer,
            Deadline deadline,
            Findings findings)
            throws IOException {
        String name = options.serverName().orElse(host);
        Started started = start(raw, name, port, options, peer, deadline);
        SSLSocket socket = started.socket();
        SeenCertificates seen = started.seen();
        offer(socket, applicationProtocols);
        findings.steps()
                .add(
                        () -> "starting TLS",
                        () -> List.of("certificate " + (options.verify() ? "verified for " + name : "not verified")));
        long before = System.nanoTime();
        try {
            socket.startHandshake();
        } catch (IOException error) {
            findings.steps().add(() -> "TLS failed", seen::lines);
            seen.chain().describe(findings, Instant.now());
            throw explain(error, name, peer, deadline, seen);
        }
        findings.measure("tls", (System.nanoTime() - before) / 1e9);
        findings.reached(Depth.HANDSHAKE);
        SSLSession session = socket.getSession();
        findings.found("tls-version", session.getProtocol());
        findings.found("cipher", session.getCipherSuite());
        findings.steps()
                .add(() -> "TLS is up, " + session.getProtocol() + ", " + session.getCipherSuite(), seen::lines);
        String chosen = Objects.requireNonNullElse(socket.getApplicationProtocol(), "");
        Instant now = Instant.now();
        seen.chain().describe(findings, now);
        seen.chain().judge(options, peer, now);
        return new Secured(socket, seen.chain(), chosen);
    }

    /** A connection on which TLS can begin. */
    private record Started(SSLSocket socket, SeenCertificates seen) {}

    /** Reads the files that are needed. If that alone uses the time up, the server is not to blame. */
    private Started start(Socket raw, String name, int port, TlsOptions options, String peer, Deadline deadline)
            throws IOException {
        try {
            SeenCertificates seen =
                    options.verify() ? SeenCertificates.verified(manager(options)) : SeenCertificates.unverified();
            SSLSocket socket = over(raw, name, port, options, seen);
            socket.setSoTimeout(deadline.socketTimeout());
            return new Started(socket, seen);
        } catch (IOException error) {
            if (error instanceof Stop || !deadline.hasPassed()) {
                throw error;
            }
            throw new Stop.Unasked("cannot speak TLS with " + peer + ": this machine took all of " + deadline.text()
                    + " to connect and to read its certificates; write a longer timeout:");
        }
    }

    private X509ExtendedTrustManager manager(TlsOptions options) throws Stop {
        try {
            return anchors(options).manager();
        } catch (UnreadableException unreadable) {
            throw new Stop.Unasked(unreadable.text());
        }
    }

    private TrustAnchors anchors(TlsOptions options) {
        if (options.authorities().isEmpty()) {
            return system;
        }
        // Few files are named in specs; those of plans long gone must not pile up all the same.
        if (others.size() >= MOST_ANCHORS) {
            others.clear();
        }
        return others.computeIfAbsent(options.authorities().get(), path -> TrustAnchors.named(Path.of(path)));
    }

    /** A context of its own for each probe: with a resumed session the server would not show its certificate again. */
    private static SSLSocket over(Socket raw, String host, int port, TlsOptions options, SeenCertificates seen)
            throws IOException {
        SSLContext context;
        try {
            context = SSLContext.getInstance("TLS");
            KeyManager[] keys = options.client().isPresent()
                    ? CertificateFiles.keys(options.client().get())
                    : new KeyManager[0];
            context.init(keys, new TrustManager[] {seen}, null);
        } catch (GeneralSecurityException failed) {
            throw new Stop.Unasked("cannot start TLS: " + failed.getMessage());
        }
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        offer(parameters, options, context);
        if (options.verify()) {
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

    /** Says which versions and cipher suites the server may choose of. */
    private static void offer(SSLParameters parameters, TlsOptions options, SSLContext context) throws Stop {
        if (!options.versions().isEmpty()) {
            parameters.setProtocols(
                    options.versions().stream().map(version -> "TLSv" + version).toArray(String[]::new));
        }
        if (options.ciphers().isEmpty()) {
            return;
        }
        List<String> known = List.of(context.getSupportedSSLParameters().getCipherSuites());
        for (String cipher : options.ciphers()) {
            if (!known.contains(cipher)) {
                throw new Stop.Unasked("cannot offer the cipher suite " + cipher + ": this Java runtime has "
                        + String.join(", ", known.subList(0, Math.min(4, known.size()))) + " and others");
            }
        }
        parameters.setCipherSuites(options.ciphers().toArray(String[]::new));
    }

    /** Names the protocols that may be spoken over it (ALPN, RFC 7301). */
    private static void offer(SSLSocket socket, List<String> applicationProtocols) {
        if (applicationProtocols.isEmpty()) {
            return;
        }
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
