package upkeep.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The certificate authorities that the operator trusts: Debian's bundle, which update-ca-certificates(8) writes and which
 * is read again when it has changed; where there is none, those of the Java runtime. Safe for use by many threads.
 */
public final class TrustAnchors {

    /** Debian's bundle, ca-certificates(8). */
    public static final Path SYSTEM = Path.of("/etc/ssl/certs/ca-certificates.crt");

    private static final long LARGEST = 16L << 20;

    private final Path bundle;
    private final boolean isSystem;
    private final ReentrantLock lock = new ReentrantLock();
    private Optional<Loaded> loaded = Optional.empty();

    public TrustAnchors(Path bundle) {
        this(bundle, true);
    }

    private TrustAnchors(Path bundle, boolean isSystem) {
        this.bundle = bundle;
        this.isSystem = isSystem;
    }

    /** Those of a file that somebody names; that it is not there does not mean the Java runtime's. */
    public static TrustAnchors named(Path file) {
        return new TrustAnchors(file, false);
    }

    private record Stamp(Optional<FileTime> modified, long size) {}

    private record Loaded(Stamp stamp, X509ExtendedTrustManager manager) {}

    /** What judges certificates by them. */
    public X509ExtendedTrustManager manager() throws UnreadableException {
        lock.lock();
        try {
            Stamp now = stamp();
            if (loaded.isEmpty() || !loaded.get().stamp().equals(now)) {
                loaded = Optional.of(new Loaded(now, load(now)));
            }
            return loaded.get().manager();
        } catch (IOException | GeneralSecurityException failed) {
            throw new UnreadableException(
                    "cannot read the trusted certificates in " + bundle + ": " + failed.getMessage()
                            + (isSystem
                                    ? "; run update-ca-certificates"
                                    : "; let it hold certificates in PEM, and the user upkeep read it"));
        } finally {
            lock.unlock();
        }
    }

    private Stamp stamp() throws IOException {
        if (isSystem && !Files.exists(bundle)) {
            return new Stamp(Optional.empty(), 0);
        }
        if (!Files.exists(bundle)) {
            throw new IOException("there is no such file");
        }
        BasicFileAttributes attributes = Files.readAttributes(bundle, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new IOException("it is no regular file");
        }
        return new Stamp(Optional.of(attributes.lastModifiedTime()), attributes.size());
    }

    private X509ExtendedTrustManager load(Stamp stamp) throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (stamp.modified().isEmpty()) {
            factory.init((KeyStore) null);
        } else {
            factory.init(bundle(stamp));
        }
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("this Java runtime checks no X.509 certificates");
    }

    private KeyStore bundle(Stamp stamp) throws IOException, GeneralSecurityException {
        if (stamp.size() > LARGEST) {
            throw new IOException("it is larger than " + LARGEST + " bytes");
        }
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(bundle)) {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry(Integer.toString(store.size()), certificate);
            }
        }
        if (store.size() == 0) {
            throw new IOException("it holds no certificate");
        }
        return store;
    }
}
