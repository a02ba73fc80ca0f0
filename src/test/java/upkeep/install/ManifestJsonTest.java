package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Checked;
import upkeep.base.Digest;
import upkeep.render.UnitTree;

class ManifestJsonTest {

    private static final Manifest.Entry ENTRY =
            new Manifest.Entry(Digest.of("x"), 0644, UnitTree.Kind.UNIT, Optional.of(Trees.WEB));
    private static final Manifest.Entry RULE =
            new Manifest.Entry(Digest.of("y"), 0600, UnitTree.Kind.POLKIT_RULE, Optional.empty());

    private static Manifest full() {
        Manifest.Pending pending = new Manifest.Pending(
                new TreeMap<>(java.util.Map.of("/etc/a", RULE)),
                new TreeMap<>(java.util.Map.of("/etc/b", ENTRY)),
                List.of(Step.of(Step.Kind.DAEMON_RELOAD), Step.of(Step.Kind.RESTART, Trees.WEB)));
        return new Manifest(
                7,
                new TreeMap<>(java.util.Map.of("/etc/systemd/system/web.service", ENTRY)),
                new TreeSet<>(Set.of(Trees.WEB)),
                new TreeSet<>(Set.of("db")),
                Optional.of(pending));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (Manifest manifest : List.of(Manifest.EMPTY, full())) {
            String text = ManifestJson.write(manifest);
            assertEquals(Checked.of(manifest, List.of()), ManifestJson.read("m.json", text));
            assertEquals(text, ManifestJson.write(manifest));
        }
    }

    /** A file cut off anywhere, as by a disk that lied about fsync, is an error and never a smaller manifest. */
    @Test
    void noBeginningOfAManifestIsAManifest() {
        String text = ManifestJson.write(full()).strip();
        for (int length = 0; length < text.length(); length++) {
            assertTrue(
                    ManifestJson.read("m.json", text.substring(0, length))
                            .value()
                            .isEmpty(),
                    "the first " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"version\":1,\"files\":7}",
                "{\"version\":1}{}",
                "{\"version\":1,\"version\":1}",
                "{\"version\":\"1\"}",
                "{\"version\":1,\"enabled\":[\"no unit\"]}",
                "{\"version\":1,\"files\":{\"relative\":{}}}",
                "{\"version\":1,\"files\":{\"/etc/../../x\":{}}}",
                "{\"version\":1,\"files\":{\"/etc/x\":{\"digest\":\"ab\",\"mode\":\"0644\",\"kind\":\"unit\"}}}",
                "{\"version\":1,\"pending\":{\"steps\":[{\"kind\":\"poweroff\"}]}}",
            })
    void anythingElseIsRefused(String text) {
        Checked<Manifest> read = ManifestJson.read("m.json", text);
        assertTrue(read.value().isEmpty());
        assertTrue(read.problems().getFirst().message().startsWith("cannot read the manifest: "));
        assertEquals("m.json", read.problems().getFirst().position().file());
    }

    @ParameterizedTest
    @CsvSource({"'{\"version\":2}', its format is 2", "'{\"version\":1,\"extra\":[]}', unknown key \"extra\""})
    void theReasonIsSaid(String text, String reason) {
        String message = ManifestJson.read("m.json", text).problems().getFirst().message();
        assertTrue(message.contains(reason), message);
    }
}
