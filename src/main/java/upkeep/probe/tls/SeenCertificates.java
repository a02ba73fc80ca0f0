package upkeep.probe.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import upkeep.probe.run.Words;

/** Has the certificates of one handshake checked, or not, and remembers them, so that a refusal can be told in words. */
final class SeenCertificates extends X509ExtendedTrustManager {

    private final Optional<X509ExtendedTrustManager> judge;
    private volatile ServedChain chain = new ServedChain(List.of());

    private SeenCertificates(Optional<X509ExtendedTrustManager> judge) {
        this.judge = judge;
    }

    static SeenCertificates verified(X509ExtendedTrustManager judge) {
        return new SeenCertificates(Optional.of(judge));
    }

    /** Accepts anything: the operator has said so for this target ({@code verify: false}). */
    static SeenCertificates unverified() {
        return new SeenCertificates(Optional.empty());
    }

    /** What the server showed, if anything. */
    ServedChain chain() {
        return chain;
    }

    private List<X509Certificate> certificates() {
        return chain.certificates();
    }

    /** One line for each certificate, the server's own first. */
    List<String> lines() {
        return certificates().stream()
                .map(certificate -> names(certificate) + ", issued by "
                        + Words.printable(certificate.getIssuerX500Principal().getName(), 100) + ", valid "
                        + day(certificate.getNotBefore().toInstant()) + " to "
                        + day(certificate.getNotAfter().toInstant()))
                .toList();
    }

    /** What is wrong, as the end of a sentence that begins with the server. */
    String complaint(Throwable error, String host) {
        String text = "";
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            text += cause.getMessage() + "\n";
            if (cause instanceof CertificateExpiredException) {
                return "has a certificate that " + expired();
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "has a certificate that is not valid yet; is the clock of this machine right?";
            }
        }
        // The second, where an authority of the same name is trusted, but not this one.
        if (text.contains("unable to find valid certification path") || text.contains("signature check failed")) {
            return untrusted();
        }
        if (!certificates().isEmpty() && (text.contains("subject alternative") || text.contains("No name matching"))) {
            return "has a certificate for " + names(certificates().getFirst()) + ", not for " + host;
        }
        if (text.contains("Unsupported or unrecognized SSL message")) {
            return "does not speak TLS on this port";
        }
        return "failed the TLS handshake: " + Words.printable(String.valueOf(error.getMessage()), 200);
    }

    private String expired() {
        Instant now = Instant.now();
        return certificates().stream()
                .map(ServedChain::end)
                .filter(end -> end.isBefore(now))
                .min(Instant::compareTo)
                .map(end -> "expired on " + day(end))
                .orElse("has expired");
    }

    private String untrusted() {
        if (certificates().isEmpty()) {
            return "has a certificate that this machine does not trust";
        }
        X509Certificate own = certificates().getFirst();
        boolean selfSigned = own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
        String who = selfSigned
                ? "has a self-signed certificate, which this machine does not trust"
                : "has a certificate issued by "
                        + Words.printable(
                                certificates()
                                        .getLast()
                                        .getIssuerX500Principal()
                                        .getName(),
                                100)
                        + ", which this machine does not trust";
        return who + "; trust it with update-ca-certificates, or name its file as authorities:";
    }

    private static String names(X509Certificate certificate) {
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null && !alternatives.isEmpty()) {
                return alternatives.stream()
                        .map(entry -> Words.printable(String.valueOf(entry.getLast()), 80))
                        .limit(5)
                        .collect(Collectors.joining(", "));
            }
        } catch (CertificateParsingException unreadable) {
            return "unreadable names";
        }
        return Words.printable(certificate.getSubjectX500Principal().getName(), 100);
    }

    private static String day(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] given, String method, Socket socket) throws CertificateException {
        chain = new ServedChain(List.of(given));
        if (judge.isPresent()) {
            judge.get().checkServerTrusted(given, method, socket);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] given, String method, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("only sockets are used here");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] given, String method) throws CertificateException {
        throw new CertificateException("only sockets are used here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] given, String method) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] given, String method, Socket socket) throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] given, String method, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("this is no server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return judge.map(X509ExtendedTrustManager::getAcceptedIssuers).orElseGet(() -> new X509Certificate[0]);
    }
}
