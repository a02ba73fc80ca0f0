package upkeep.probe;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates of any age, made on the spot with the JDK's keytool: an authority, and servers signed by it or not. */
record Certificates(Path directory) {

    private static final String PASSWORD = "changeit";

    /** A new authority; its certificate is in {@link #bundle()}. */
    static Certificates in(Path directory) throws IOException, InterruptedException {
        Certificates made = new Certificates(directory);
        made.keytool("ca", "-genkeypair", "-keyalg", "EC", "-dname", "CN=Test Authority", "-ext", "bc:c");
        made.keytool("ca", "-exportcert", "-rfc", "-file", made.bundle().toString());
        return made;
    }

    Path bundle() {
        return directory.resolve("authorities.crt");
    }

    /** A socket that speaks TLS with a certificate of its own making. */
    ServerSocket selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
        keytool("self", "-genkeypair", "-keyalg", "EC", "-dname", "CN=self", "-ext", "san=ip:127.0.0.1");
        return socket("self");
    }

    /** A socket that speaks TLS with a certificate for {@code names}, valid for a year from {@code start} on. */
    ServerSocket signed(String alias, String names, String start)
            throws IOException, InterruptedException, GeneralSecurityException {
        String request = directory.resolve(alias + ".csr").toString();
        String certificate = directory.resolve(alias + ".crt").toString();
        keytool(alias, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + alias);
        keytool(alias, "-certreq", "-file", request);
        keytool(
                "ca",
                "-gencert",
                "-rfc",
                "-infile",
                request,
                "-outfile",
                certificate,
                "-startdate",
                start,
                "-validity",
                "365",
                "-ext",
                "san=" + names);
        Files.writeString(Path.of(certificate), Files.readString(Path.of(certificate)) + Files.readString(bundle()));
        keytool(alias, "-importcert", "-noprompt", "-trustcacerts", "-file", certificate);
        return socket(alias);
    }

    private ServerSocket socket(String alias) throws IOException, GeneralSecurityException {
        KeyStore one = KeyStore.getInstance("PKCS12");
        one.load(null, null);
        KeyStore all = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve("keys.p12"))) {
            all.load(in, PASSWORD.toCharArray());
        }
        one.setKeyEntry(
                alias,
                all.getKey(alias, PASSWORD.toCharArray()),
                PASSWORD.toCharArray(),
                all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(one, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    }

    private void keytool(String alias, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-alias", alias, "-storepass", PASSWORD, "-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", directory.resolve("keys.p12").toString()));
        Path output = directory.resolve("keytool.out");
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("keytool failed: " + Files.readString(output));
        }
    }
}
