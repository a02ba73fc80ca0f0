package upkeep.probe.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import upkeep.probe.run.LocalFiles;
import upkeep.probe.run.Stop;
import upkeep.target.TlsOptions.ClientCertificate;

/** Certificates and keys in PEM files, read for each probe, so that a renewed one counts at once. */
public final class CertificateFiles {

    private static final String CERTIFICATES = "the certificate";
    private static final String KEY = "the private key";

    private CertificateFiles() {}

    /** All certificates of a file, in order, at least one. */
    public static List<X509Certificate> certificates(Path file) throws Stop {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Pem block : Pem.blocks(LocalFiles.read(file, CERTIFICATES))) {
                if (block.label().endsWith("CERTIFICATE")
                        && factory.generateCertificate(new ByteArrayInputStream(block.bytes()))
                                instanceof X509Certificate certificate) {
                    certificates.add(certificate);
                }
            }
        } catch (GeneralSecurityException damaged) {
            throw LocalFiles.cannot(file, CERTIFICATES, String.valueOf(damaged.getMessage()));
        }
        if (certificates.isEmpty()) {
            throw LocalFiles.cannot(file, CERTIFICATES, "it holds none in PEM");
        }
        return certificates;
    }

    /** What shows a certificate to servers that ask for one. */
    static KeyManager[] keys(ClientCertificate client) throws Stop {
        List<X509Certificate> chain = certificates(Path.of(client.certificate()));
        Path file = Path.of(client.key());
        char[] password = new char[0];
        try {
            PrivateKey key = PrivateKeys.first(Pem.blocks(secret(file)));
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("client", key, password, chain.toArray(Certificate[]::new));
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (Stop stop) {
            throw stop;
        } catch (IOException | GeneralSecurityException damaged) {
            throw LocalFiles.cannot(file, KEY, String.valueOf(damaged.getMessage()));
        }
    }

    private static byte[] secret(Path file) throws IOException {
        byte[] bytes = LocalFiles.read(file, KEY);
        if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
            throw LocalFiles.cannot(
                    file, KEY, "everybody on this machine may read it; chmod 640, with the group upkeep");
        }
        return bytes;
    }
}
