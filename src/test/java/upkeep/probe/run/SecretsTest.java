package upkeep.probe.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.target.Secret;

class SecretsTest {

    @TempDir
    private Path folder = Path.of("");

    private final Secrets without = new Secrets(Optional.empty());

    private Secret file(String text) throws Exception {
        return new Secret(Files.writeString(folder.resolve("secret"), text).toString());
    }

    private static String refusal(Secrets secrets, Secret secret) {
        return assertThrows(Stop.Unasked.class, () -> secrets.text(secret)).text();
    }

    @Test
    void aLineEndAtTheEndIsNoPartOfIt() throws Exception {
        assertEquals("pass word", without.text(file("pass word")));
        assertEquals("pass word", without.text(file("pass word\n")));
        assertEquals("pass word", without.text(file("pass word\r\n")));
        assertEquals("pass\n", without.text(file("pass\n\n")));
        assertEquals("pass\r", without.text(file("pass\r")));
        assertEquals("", without.text(file("")));
    }

    @Test
    void aCredentialIsLookedForWhereSystemdPutsIt() throws Exception {
        Files.writeString(folder.resolve("mqtt"), "secret");
        assertEquals("secret", new Secrets(Optional.of(folder)).text(new Secret("mqtt")));
        assertEquals(
                "cannot read the credential amqp: there is none of that name; add LoadCredential= to upkeepd.service",
                refusal(new Secrets(Optional.of(folder)), new Secret("amqp")));
        assertEquals(
                "cannot read the credential mqtt: this process has none; add LoadCredential= to upkeepd.service",
                refusal(without, new Secret("mqtt")));
    }

    @Test
    void whatCannotBeReadIsSaid() throws Exception {
        assertEquals("x".repeat(4_096), without.text(file("x".repeat(4_096))));
        String start = "cannot read the secret in " + folder;
        assertEquals(
                start + "/secret: it is larger than 4096 bytes; a secret is one short line",
                refusal(without, file("x".repeat(4_097))));
        assertEquals(start + ": it is no regular file", refusal(without, new Secret(folder.toString())));
        assertEquals(start + "/none: there is no such file", refusal(without, new Secret(folder + "/none")));
    }
}
