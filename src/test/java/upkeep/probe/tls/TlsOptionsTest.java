package upkeep.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.Failed;
import upkeep.core.Observation.FailureKind;
import upkeep.core.Observation.Passed;
import upkeep.core.Observation.Unknown;
import upkeep.host.TrustAnchors;
import upkeep.probe.Certificates;
import upkeep.probe.Certificates.Identity;
import upkeep.probe.LoopbackServer;
import upkeep.probe.Probers;
import upkeep.probe.run.Trace;
import upkeep.probe.wire.Lookup;
import upkeep.target.Endpoint;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.ClientCertificate;
import upkeep.target.TlsOptions.Fingerprint;
import upkeep.target.TlsTarget;

/** What can be asked of a TLS connection and its certificates, beside their being valid. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsOptionsTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final String HERE = "127.0.0.1";

    @TempDir
    private static Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private static Certificates certificates;

    @SuppressWarnings("NullAway.Init")
    private static Identity identity;

    private final Probers probers =
            new Probers("1", new Lookup(), new TrustAnchors(directory.resolve("no-such-bundle.crt")));

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = new Certificates(directory);
        identity = certificates.identity(List.of(HERE), Period.ofDays(-1));
    }

    /** Options changed one at a time; what is trusted is the authority of the test. */
    private record Options(TlsOptions options) {
        static Options trusting(Path authorities) {
            return new Options(new TlsOptions(
                    TlsOptions.Start.AT_ONCE,
                    true,
                    Optional.empty(),
                    Optional.of(authorities.toString()),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty()));
        }

        private Options with(
                Optional<ClientCertificate> client,
                List<String> versions,
                List<String> ciphers,
                Optional<Fingerprint> fingerprint,
                Optional<TimeSpan> validFor) {
            return new Options(new TlsOptions(
                    options.start(),
                    options.verify(),
                    options.serverName(),
                    options.authorities(),
                    client,
                    versions,
                    ciphers,
                    fingerprint,
                    validFor));
        }

        Options client(Path certificate, Path key) {
            ClientCertificate client = new ClientCertificate(certificate.toString(), key.toString());
            return with(Optional.of(client), List.of(), List.of(), Optional.empty(), Optional.empty());
        }

        Options version(String version) {
            return with(Optional.empty(), List.of(version), List.of(), Optional.empty(), Optional.empty());
        }

        Options cipher(String cipher) {
            return with(Optional.empty(), List.of(), List.of(cipher), Optional.empty(), Optional.empty());
        }

        Options fingerprint(String algorithm, String digits) {
            Fingerprint fingerprint = new Fingerprint(algorithm, digits);
            return with(Optional.empty(), List.of(), List.of(), Optional.of(fingerprint), Optional.empty());
        }

        Options validFor(int days) {
            TimeSpan span = TimeSpan.ofSeconds(days * 86_400L);
            return with(Optional.empty(), List.of(), List.of(), Optional.empty(), Optional.of(span));
        }
    }

    private static Options trusting() {
        return Options.trusting(certificates.bundle());
    }

    private static LoopbackServer serving(Identity shown) throws Exception {
        return new LoopbackServer(Certificates.socket(shown), (self, socket) -> {
            socket.getInputStream().read();
            self.holdOpen();
        });
    }

    private Observation probe(LoopbackServer server, TlsOptions options, Optional<Path> file) {
        Endpoint.Port endpoint = new Endpoint.Port(HERE, server.port(), Endpoint.Family.ANY, Optional.empty());
        return probers.probe(new TlsTarget(endpoint, options, file.map(Path::toString)), LONG, Trace.NONE);
    }

    private Observation probe(LoopbackServer server, Options options) {
        return probe(server, options.options(), Optional.empty());
    }

    private static void assertFailed(String text, Observation observation) {
        Failed failed = assertInstanceOf(Failed.class, observation, observation::text);
        assertEquals(FailureKind.TLS, failed.kind(), failed.text());
        assertTrue(failed.text().contains(text), failed.text());
    }

    private static void assertUnknown(String text, Observation observation) {
        Unknown unknown = assertInstanceOf(Unknown.class, observation, observation::text);
        assertTrue(unknown.text().contains(text), unknown.text());
    }

    @Test
    void whatIsShownIsMeasuredAndFound() throws Exception {
        try (LoopbackServer server = serving(identity)) {
            Passed passed = assertInstanceOf(Passed.class, probe(server, trusting()));
            assertEquals(Depth.HANDSHAKE, passed.depth());
            double days = passed.measurements().getOrDefault("certificate-days", Double.NaN);
            assertTrue(days > 361 && days <= 362, days + " days");
            assertEquals(
                    List.of("connect", "lookup", "tls", "total"),
                    passed.measurements().keySet().stream()
                            .filter(name -> !name.equals("certificate-days"))
                            .sorted()
                            .toList());
            assertEquals("TLSv1.3", passed.texts().get("tls-version"));
            assertTrue(
                    passed.texts().getOrDefault("cipher", "").startsWith("TLS_"),
                    passed.texts().toString());
            assertEquals("CN=127.0.0.1", passed.texts().get("certificate-subject"));
            assertEquals("CN=Test Authority", passed.texts().get("certificate-issuer"));
            assertEquals(identity.fingerprint("SHA-256"), passed.texts().get("certificate-fingerprint"));
        }
    }

    @Test
    void untrustedAndExpiredCertificatesAreMeasuredAllTheSame() throws Exception {
        Identity old = certificates.identity(List.of(HERE), Period.ofYears(-2));
        try (LoopbackServer server = serving(old)) {
            Observation verified = probe(server, trusting());
            assertFailed("has a certificate that expired on ", verified);
            assertTrue(
                    verified.measurements().getOrDefault("certificate-days", Double.NaN) < -360, verified.toString());
            assertEquals("CN=127.0.0.1", verified.texts().get("certificate-subject"));
            TlsOptions anything = new TlsOptions(TlsOptions.Start.AT_ONCE, false, Optional.empty());
            Observation unverified = probe(server, anything, Optional.empty());
            assertInstanceOf(Passed.class, unverified, unverified::text);
            assertTrue(
                    unverified.measurements().getOrDefault("certificate-days", Double.NaN) < -360,
                    unverified.toString());
        }
    }

    @Test
    void theEarliestEndOfTheChainCounts() throws Exception {
        // The authority's own certificate is shown as well, and ends before that of the server.
        Identity late = certificates.identity(List.of(HERE), Period.ofDays(0));
        try (LoopbackServer server = serving(late)) {
            assertInstanceOf(Passed.class, probe(server, trusting().validFor(300)));
            assertFailed(
                    "CN=Test Authority that is valid until ",
                    probe(server, trusting().validFor(363)));
        }
        Identity early = certificates.identity(List.of(HERE), Period.ofDays(-100));
        try (LoopbackServer server = serving(early)) {
            assertInstanceOf(Passed.class, probe(server, trusting().validFor(264)));
            Observation failed = probe(server, trusting().validFor(266));
            assertFailed("has a certificate that is valid until ", failed);
            assertEquals(Depth.HANDSHAKE, failed.depth());
        }
    }

    @Test
    void fingerprints() throws Exception {
        try (LoopbackServer server = serving(identity)) {
            for (String algorithm : List.of("SHA-256", "SHA-1")) {
                String digits = identity.fingerprint(algorithm);
                assertInstanceOf(Passed.class, probe(server, trusting().fingerprint(algorithm, digits)));
                String other = digits.replace(digits.charAt(0), digits.charAt(0) == 'a' ? 'b' : 'a');
                assertFailed(
                        "the " + algorithm + " fingerprint " + digits + ", wanted " + other,
                        probe(server, trusting().fingerprint(algorithm, other)));
            }
        }
    }

    @Test
    void versionsAndCipherSuites() throws Exception {
        try (LoopbackServer server = serving(identity)) {
            Observation old = probe(server, trusting().version("1.2"));
            assertEquals("TLSv1.2", old.texts().get("tls-version"), old.text());
            Observation one = probe(server, trusting().cipher("TLS_AES_128_GCM_SHA256"));
            assertEquals("TLS_AES_128_GCM_SHA256", one.texts().get("cipher"), one.text());
            assertUnknown(
                    "cannot offer the cipher suite TLS_NO_SUCH",
                    probe(server, trusting().cipher("TLS_NO_SUCH")));
        }
        try (LoopbackServer server = new LoopbackServer(
                certificates.demanding(identity),
                (self, socket) -> socket.getInputStream().read())) {
            assertFailed("failed the TLS handshake", probe(server, trusting().version("1.3")));
        }
    }

    @Test
    void clientCertificates() throws Exception {
        Path own = identity.file(directory.resolve("client.pem"));
        try (LoopbackServer server = new LoopbackServer(
                certificates.demanding(identity),
                (self, socket) -> socket.getInputStream().read())) {
            // Told by the server, or by its closing the connection, whichever arrives.
            assertInstanceOf(Failed.class, probe(server, trusting()));
            assertInstanceOf(Passed.class, probe(server, trusting().client(own, own)));
            Path missing = directory.resolve("missing.pem");
            assertUnknown("there is no such file", probe(server, trusting().client(missing, own)));
            assertUnknown("there is no such file", probe(server, trusting().client(own, missing)));
            Path empty = Files.copy(certificates.bundle(), directory.resolve("no-key.pem"));
            Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rw-r-----"));
            assertUnknown("it holds no private key", probe(server, trusting().client(own, empty)));
            Path open = identity.file(directory.resolve("open.pem"));
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
            assertUnknown(
                    "everybody on this machine may read it",
                    probe(server, trusting().client(open, open)));
        }
    }

    @Test
    void authoritiesThatCannotBeReadAreNobodysFailure() throws Exception {
        try (LoopbackServer server = serving(identity)) {
            assertUnknown("there is no such file", probe(server, Options.trusting(directory.resolve("nowhere.pem"))));
            assertUnknown("it is no regular file", probe(server, Options.trusting(directory)));
            Certificates others = new Certificates(Files.createDirectory(directory.resolve("others")));
            assertFailed("which this machine does not trust", probe(server, Options.trusting(others.bundle())));
        }
    }

    @Test
    void aCertificateThatWasRenewedAndNotReloadedIsTold() throws Exception {
        Path file = identity.file(directory.resolve("served.pem"));
        try (LoopbackServer server = serving(identity)) {
            TlsOptions options = trusting().options();
            assertInstanceOf(Passed.class, probe(server, options, Optional.of(file)));
            certificates.identity(List.of(HERE), Period.ofDays(0)).file(file);
            Observation failed = probe(server, options, Optional.of(file));
            assertFailed("if it was renewed, the server has not been reloaded", failed);
            assertEquals(Depth.VALUE, failed.depth());
            Files.writeString(file, "nothing of that kind");
            assertUnknown("cannot read the certificate in " + file, probe(server, options, Optional.of(file)));
        }
    }
}
