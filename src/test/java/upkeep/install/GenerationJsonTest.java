package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import upkeep.base.Checked;
import upkeep.base.TimeSpan;
import upkeep.spec.Source;

class GenerationJsonTest {

    private static Generation full() {
        Wanted wanted = new Wanted(
                Trees.tree()
                        .service(Trees.WEB, "/usr/bin/web \"ü\\n\"")
                        .dropIn(Trees.NGINX, "1G")
                        .users("u web\n")
                        .build(),
                "/etc/upkeep",
                List.of(
                        new Source("/etc/upkeep/upkeep.yaml", "services: {a: {preset: site}}\n"),
                        new Source("/usr/share/upkeep/presets/site.yaml", "text", Source.Role.PRESET)),
                new TreeSet<>(List.of("db")));
        Occasion occasion = new Occasion(
                Occasion.Kind.REVERT,
                Instant.parse("2026-11-26T10:00:00Z"),
                "root",
                Optional.of(3),
                Optional.of(TimeSpan.ofSeconds(300)));
        return new Generation(5, occasion, wanted, List.of("start web.service: failed"));
    }

    @Test
    void whatIsWrittenIsRead() {
        for (Generation generation : List.of(full(), new Generation(1, Trees.OCCASION, Wanted.NOTHING, List.of()))) {
            String text = GenerationJson.write(generation);
            assertEquals(Checked.of(generation, List.of()), GenerationJson.read("5.json", text));
        }
    }

    @Test
    void aSpecOfTheLargestSizeIsReadAgain() {
        Wanted large = Trees.tree().wanted("\u0001".repeat(1 << 20));
        Generation generation = new Generation(1, Trees.OCCASION, large, List.of());
        assertEquals(
                Optional.of(generation),
                GenerationJson.read("1.json", GenerationJson.write(generation)).value());
    }

    @Test
    void noBeginningOfAGenerationIsAGeneration() {
        String text = GenerationJson.write(full()).strip();
        for (int length = 0; length < text.length(); length++) {
            assertTrue(
                    GenerationJson.read("5.json", text.substring(0, length))
                            .value()
                            .isEmpty(),
                    "the first " + length);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 1 | \"version\" : 2 | its format is 2",
                "\"number\" : 5 | \"number\" : 0 | it has no version",
                "\"kind\" : \"revert\" | \"kind\" : \"other\" | its occasion is none that we know",
                "2026-11-26T10:00:00Z | yesterday | its occasion cannot be read",
                "\"5min\" | \"soon\" | its occasion is none that we know",
                "\"restored\" : \"3\" | \"restored\" : \"x\" | its occasion cannot be read",
                "\"/etc/sysusers.d/upkeep-services.conf\" | \"/etc/../usr/lib/x\" | is no absolute path",
                "\"/etc/upkeep/upkeep.yaml\" | \"/etc/other.yaml\" | is not within /etc/upkeep",
                "\"role\" : \"spec\" | \"role\" : \"poem\" | unknown role",
                "\"mode\" : \"0644\" | \"mode\" : \"rw\" | is no mode",
                "\"removed\" | \"extra\" | unknown key \"extra\"",
            })
    void whatWeDidNotWriteIsRefused(String written, String instead, String why) {
        String text = GenerationJson.write(full());
        assertTrue(text.contains(written), text);
        Checked<Generation> read = GenerationJson.read("5.json", text.replace(written, instead));
        assertTrue(read.value().isEmpty());
        String message = read.problems().getFirst().message();
        assertTrue(message.startsWith("cannot read the generation: ") && message.contains(why), message);
    }
}
