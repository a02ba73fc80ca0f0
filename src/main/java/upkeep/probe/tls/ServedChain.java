package upkeep.probe.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.Fingerprint;

/** The certificates that a server showed, its own first, held to what was asked of them. */
public record ServedChain(List<X509Certificate> certificates) {

    private static final double SECONDS_A_DAY = 86_400;

    public ServedChain {
        certificates = List.copyOf(certificates);
    }

    /** Tells what there is, trusted or not. */
    void describe(Findings findings, Instant now) {
        if (certificates.isEmpty()) {
            return;
        }
        X509Certificate own = certificates.getFirst();
        findings.measure(TlsOptions.DAYS, Duration.between(now, end(first())).toSeconds() / SECONDS_A_DAY);
        findings.found("certificate-subject", own.getSubjectX500Principal().getName());
        findings.found("certificate-issuer", own.getIssuerX500Principal().getName());
        findings.found("certificate-fingerprint", digest(own, "SHA-256"));
    }

    /** Fails if the server's own certificate has another fingerprint, or if one of the chain ends too early. */
    void judge(TlsOptions options, String peer, Instant now) throws Stop {
        Optional<Fingerprint> wanted = options.fingerprint();
        if (wanted.isPresent()) {
            String served = digest(certificates.getFirst(), wanted.get().algorithm());
            if (!served.equals(wanted.get().digits())) {
                throw sick(
                        peer,
                        "has a certificate with the " + wanted.get().algorithm() + " fingerprint " + served
                                + ", wanted " + wanted.get().digits());
            }
        }
        Optional<TimeSpan> validFor = options.validFor();
        if (validFor.isPresent()) {
            X509Certificate first = first();
            Instant least = now.plus(validFor.get().microseconds(), ChronoUnit.MICROS);
            if (end(first).isBefore(least)) {
                String whose = first.equals(certificates.getFirst())
                        ? "has a certificate"
                        : "shows, between its own and the authority's, the certificate "
                                + Words.printable(
                                        first.getSubjectX500Principal().getName(), 100);
                throw sick(
                        peer,
                        whose + " that is valid until " + end(first) + " only, wanted " + validFor.get() + " still");
            }
        }
    }

    /** The one that ends before all others. */
    private X509Certificate first() {
        return certificates.stream().min(Comparator.comparing(ServedChain::end)).orElseThrow();
    }

    public static Instant end(X509Certificate certificate) {
        return certificate.getNotAfter().toInstant();
    }

    /** The digest of a certificate, hexadecimal in lower case. */
    static String digest(X509Certificate certificate, String algorithm) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(certificate.getEncoded()));
        } catch (CertificateEncodingException damaged) {
            throw new IllegalStateException("a certificate that was read cannot be written", damaged);
        } catch (GeneralSecurityException missing) {
            throw new IllegalArgumentException("no digest " + algorithm, missing);
        }
    }

    private static Stop sick(String peer, String what) {
        return new Stop.Sick(FailureKind.TLS, peer + " " + what);
    }
}
