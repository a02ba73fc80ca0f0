package upkeep.probe.ssh;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A key exchange that OpenSSH made with us, our secret half included. */
record SshRecording(String name, Map<String, String> values) {

    private static final Path FOLDER = Path.of("src", "test", "resources", "probe", "ssh");

    static List<SshRecording> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().map(SshRecording::of).toList();
        }
    }

    private static SshRecording of(Path file) {
        try {
            Map<String, String> values = new HashMap<>();
            for (String line : Files.readAllLines(file)) {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    values.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
            return new SshRecording(file.getFileName().toString(), values);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String text(String key) {
        return values.getOrDefault(key, "");
    }

    byte[] bytes(String key) {
        return HexFormat.of().parseHex(text(key));
    }

    SshExchange exchange() throws GeneralSecurityException {
        return exchange(bytes("our-offer"));
    }

    /** The same with something else that was said. */
    SshExchange exchange(byte[] ourOffer) throws GeneralSecurityException {
        KeyFactory keys = KeyFactory.getInstance("X25519");
        BigInteger half = new BigInteger(1, SshHostKey.reversed(bytes("our-half")));
        KeyPair pair = new KeyPair(
                keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, half)),
                keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, bytes("our-scalar"))));
        return new SshExchange("SSH-2.0-upkeep", text("their-version"), ourOffer, bytes("their-offer"), pair);
    }

    @Override
    public String toString() {
        return name;
    }
}
