package upkeep.probe;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import upkeep.probe.tls.DerCertificate;

/** Certificates of any age, made on the spot: an authority, and servers signed by it or not (RFC 5280). */
public final class Certificates {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String AUTHORITY = "Test Authority";

    private final Path bundle;
    private final KeyPair authorityKeys = keys();
    private final Certificate authority;
    private final SSLSocketFactory layered;

    /** A new authority; its certificate is in {@link #bundle()}. */
    public Certificates(Path directory) throws GeneralSecurityException, IOException {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        // It ends before those that it signs.
        DerCertificate certificate = new DerCertificate(AUTHORITY, AUTHORITY, now.minusDays(1), now.plusDays(362));
        authority = parsed(certificate.signed(authorityKeys.getPublic(), authorityKeys.getPrivate(), List.of()));
        bundle = directory.resolve("authorities.crt");
        Files.writeString(bundle, pem("CERTIFICATE", authority.getEncoded()), StandardCharsets.US_ASCII);
        KeyPair keys = keys();
        DerCertificate server = new DerCertificate(AUTHORITY, "localhost", now.minusDays(1), now.plusYears(1));
        byte[] signed = server.signed(keys.getPublic(), authorityKeys.getPrivate(), List.of("localhost"));
        layered = context(keys, new TrustManager[0], parsed(signed), authority).getSocketFactory();
    }

    public Path bundle() {
        return bundle;
    }

    /** A socket that speaks TLS with a certificate for 127.0.0.1 that it signed itself. */
    public ServerSocket selfSigned() throws IOException, GeneralSecurityException {
        KeyPair keys = keys();
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        DerCertificate certificate = new DerCertificate("self", "self", now.minusDays(1), now.plusYears(1));
        byte[] signed = certificate.signed(keys.getPublic(), keys.getPrivate(), List.of("127.0.0.1"));
        return socket(keys, parsed(signed));
    }

    /** A socket that speaks TLS with a certificate for {@code names}, valid for a year from now and {@code start} on. */
    public ServerSocket signed(List<String> names, Period start) throws IOException, GeneralSecurityException {
        return socket(identity(names, start));
    }

    /** A certificate for {@code names} with its key, valid for a year from now and {@code start} on. */
    public Identity identity(List<String> names, Period start) throws GeneralSecurityException {
        KeyPair keys = keys();
        ZonedDateTime first = ZonedDateTime.now(ZoneOffset.UTC).plus(start);
        DerCertificate certificate = new DerCertificate(AUTHORITY, names.getFirst(), first, first.plusYears(1));
        byte[] signed = certificate.signed(keys.getPublic(), authorityKeys.getPrivate(), names);
        return new Identity(keys, List.of(parsed(signed), authority));
    }

    /** What a server or a client proves itself by; its own certificate is the first. */
    public record Identity(KeyPair keys, List<Certificate> chain) {

        /** The key and all certificates, in one PEM file that its owner alone may read. */
        public Path file(Path path) throws IOException, GeneralSecurityException {
            StringBuilder text = new StringBuilder("Some words before it\n");
            text.append(pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
            for (Certificate certificate : chain) {
                text.append(pem("CERTIFICATE", certificate.getEncoded()));
            }
            Files.writeString(path, text, StandardCharsets.US_ASCII);
            return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        }

        /** The digest of its own certificate. */
        public String fingerprint(String algorithm) throws GeneralSecurityException {
            byte[] digest =
                    MessageDigest.getInstance(algorithm).digest(chain.getFirst().getEncoded());
            return HexFormat.of().formatHex(digest);
        }
    }

    public static ServerSocket socket(Identity identity) throws IOException, GeneralSecurityException {
        return socket(identity.keys(), identity.chain().toArray(Certificate[]::new));
    }

    /** A socket that speaks TLS 1.2 with clients only that show a certificate of this authority. */
    public ServerSocket demanding(Identity identity) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLServerSocket socket = (SSLServerSocket) socket(
                identity.keys(), trust.getTrustManagers(), identity.chain().toArray(Certificate[]::new));
        socket.setNeedClientAuth(true);
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        return socket;
    }

    private static String pem(String label, byte[] bytes) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + label
                + "-----\n";
    }

    /** What puts TLS over a connection that is there, always with the same certificate, for {@code localhost}. */
    public SSLSocketFactory layered() {
        return layered;
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static Certificate parsed(byte[] certificate) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    private static ServerSocket socket(KeyPair keys, Certificate... chain)
            throws IOException, GeneralSecurityException {
        return socket(keys, new TrustManager[0], chain);
    }

    private static ServerSocket socket(KeyPair keys, TrustManager[] trust, Certificate... chain)
            throws IOException, GeneralSecurityException {
        return context(keys, trust, chain)
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    private static SSLContext context(KeyPair keys, TrustManager[] trust, Certificate... chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("server", keys.getPrivate(), PASSWORD, chain);
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust, null);
        return context;
    }
}
