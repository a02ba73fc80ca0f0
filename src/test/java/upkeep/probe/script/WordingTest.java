package upkeep.probe.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.target.Endpoint;
import upkeep.target.Login;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;
import upkeep.target.Secret;

class WordingTest {

    @TempDir
    private Path folder = Path.of("");

    private Wording wording(String password) throws IOException {
        Path file = folder.resolve("password");
        Files.writeString(file, password);
        return Wording.of(
                new ProtocolTarget(
                        Protocol.SMTP,
                        new Endpoint.Local("/run/smtp"),
                        Optional.empty(),
                        Optional.of(new Login("jürgen", new Secret(file.toString()))),
                        Map.of("recipient", "$1 \\${user}@example.org")),
                new Secrets());
    }

    @Test
    void blanksAreFilledInOnceAndAsTheyAre() throws IOException {
        Wording wording = wording("${user}$0\\\n");
        assertEquals("TO:<$1 \\${user}@example.org>", wording.fill("TO:<${recipient}>"));
        assertEquals(
                "jürgen {7} ${user}$0\\ {10}",
                wording.fill("${user} {${user-length}} ${password} {${password-length}}"));
        assertEquals("MAIL FROM:<>", wording.fill("MAIL FROM:<${sender}>"));
        assertEquals("$7 ${", wording.fill("$${user-length} ${"));
    }

    @Test
    void base64IsOfTheBytes() throws IOException {
        Wording wording = wording("geheim");
        assertEquals("asO8cmdlbg== Z2VoZWlt", wording.fill("${user-base64} ${password-base64}"));
        assertEquals("AGrDvHJnZW4AZ2VoZWlt", wording.fill("${plain}"));
    }

    @Test
    void aPasswordOfTwoLinesCannotBeSent() {
        for (String password : new String[] {"one\nQUIT\n", "one\rtwo", "one\0"}) {
            Stop.Unasked stop = assertThrows(Stop.Unasked.class, () -> wording(password));
            assertTrue(stop.text().startsWith("cannot log in: the password has a line end"), stop.text());
        }
    }

    @Test
    void withoutItsPasswordNobodyIsLoggedIn() {
        ProtocolTarget target = new ProtocolTarget(
                Protocol.SMTP,
                new Endpoint.Local("/run/smtp"),
                Optional.empty(),
                Optional.of(new Login("probe", new Secret(folder + "/missing"))),
                Map.of());
        assertThrows(Stop.Unasked.class, () -> Wording.of(target, new Secrets()));
    }
}
