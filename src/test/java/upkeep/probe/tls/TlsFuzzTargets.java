package upkeep.probe.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.TimeSpan;
import upkeep.core.Observation;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Trace;
import upkeep.probe.run.Words;
import upkeep.target.TlsOptions;

/** Certificates and keys, in files and as servers show them. */
public final class TlsFuzzTargets {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final Path KEYS = Path.of("src", "test", "resources", "probe", "keys");

    private static final TlsOptions OPTIONS = new TlsOptions(
            TlsOptions.Start.AT_ONCE,
            true,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.of(TimeSpan.ofSeconds(86_400)));

    private TlsFuzzTargets() {}

    public static List<FuzzTarget> all() {
        Path[] keys = Stream.of("ec-pkcs8", "ec-sec1", "ed25519", "encrypted", "rsa-pkcs1", "rsa-pkcs8")
                .map(name -> KEYS.resolve(name + ".pem"))
                .toArray(Path[]::new);
        return List.of(
                FuzzTarget.of("private-key", TlsFuzzTargets::key, Pem.class, PrivateKeys.class)
                        .from(keys),
                FuzzTarget.of("private-key-sec1", TlsFuzzTargets::sec1, PrivateKeys.class)
                        .from(Stream.of(keys).map(TlsFuzzTargets::der).toList()),
                FuzzTarget.of("certificate", TlsFuzzTargets::certificate, ServedChain.class, SeenCertificates.class)
                        .from(made()));
    }

    private static byte[] der(Path file) {
        try {
            return Pem.blocks(Files.readAllBytes(file)).getFirst().bytes();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static byte[] made() {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
            ZonedDateTime start = ZonedDateTime.parse("2026-01-01T00:00:00Z");
            return new DerCertificate("CN of an authority", "web", start, start.plusYears(1))
                    .signed(keys.getPublic(), keys.getPrivate(), List.of("web.example", "192.0.2.1"));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void key(byte[] bytes) {
        List<Pem> blocks = Pem.blocks(bytes);
        blocks.forEach(block -> assertTrue(block.label().length() <= 60 && block.bytes().length <= bytes.length));
        first(blocks);
    }

    /** The bytes of each kind of block, which in a text would seldom be right. */
    private static void sec1(byte[] bytes) {
        for (String label : List.of("EC PRIVATE KEY", "RSA PRIVATE KEY", "PRIVATE KEY")) {
            first(List.of(new Pem(label, bytes)));
        }
    }

    private static void first(List<Pem> blocks) {
        try {
            PrivateKeys.first(blocks);
        } catch (GeneralSecurityException refused) {
            assertTrue(refused.getMessage() != null);
        }
    }

    private static void certificate(byte[] bytes) throws CertificateException {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(bytes));
        } catch (CertificateException refused) {
            return;
        }
        ServedChain chain = new ServedChain(List.of(certificate, certificate));
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));
        Findings findings = new Findings(new Steps(Trace.NONE, deadline));
        chain.describe(findings, NOW);
        Observation passed = findings.passed("passed");
        passed.texts().values().forEach(TlsFuzzTargets::printable);
        assertTrue(passed.measurements().values().stream().allMatch(Double::isFinite));
        try {
            chain.judge(OPTIONS, "127.0.0.1:443", NOW);
        } catch (Stop sick) {
            printable(sick.text());
        }
        SeenCertificates seen = SeenCertificates.unverified();
        seen.checkServerTrusted(new X509Certificate[] {certificate}, "RSA", new Socket());
        seen.lines().forEach(TlsFuzzTargets::printable);
        for (String why : List.of("unable to find valid certification path", "No name matching", "x")) {
            printable(seen.complaint(new CertificateException(why), "host.example"));
        }
    }

    private static void printable(String text) {
        assertEquals(text, Words.printable(text, 4_096));
    }
}
