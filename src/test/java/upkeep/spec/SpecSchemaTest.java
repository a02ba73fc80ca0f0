package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema lets through whatever the program reads, and stops unknown keys, wrong words and wrong types. */
class SpecSchemaTest {

    private static final Path EXAMPLES = Path.of("yaml-examples");
    private static final String REFERENCE =
            "# yaml-language-server: $schema=file:///usr/share/upkeep/upkeep.schema.json";

    /** What a schema can see; which parameters a preset has, it cannot. */
    private static final Pattern SEEN = Pattern.compile(
            "# expect: [0-9].*(?<!: preset [a-z0-9-]{1,64} )(has no such key|it must be one of|, but must be ).*");

    private static final Schema SCHEMA = schema(SpecSchema.text());

    /** The same, where nothing is needed beside a key. */
    private static final Schema LENIENT =
            schema(SpecSchema.text().replace("\"required\" :", "\"$comment\" : \"needed\", \"examples\" :"));

    static Stream<Path> rightSpecs() throws IOException {
        List<Path> examples = new ArrayList<>(SpecFiles.in("good"));
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            files.filter(file -> file.toString().endsWith(".yaml")).sorted().forEach(examples::add);
        }
        return examples.stream();
    }

    /** All but those whose mistakes are values of directives, which the schema leaves to systemd. */
    static Stream<Path> brokenSpecs() {
        return SpecFiles.in("bad").stream()
                .filter(file -> !file.endsWith("directive-values.yaml"))
                .filter(file -> SpecFiles.text(file)
                        .lines()
                        .anyMatch(line -> SEEN.matcher(line).matches()));
    }

    @ParameterizedTest
    @MethodSource("rightSpecs")
    void whatTheProgramReadsIsLetThrough(Path file) {
        assertEquals(List.of(), errors(SpecFiles.text(file)));
    }

    @ParameterizedTest
    @MethodSource("brokenSpecs")
    void unknownKeysAndWrongWordsAreStopped(Path file) {
        assertFalse(errors(SpecFiles.text(file)).isEmpty());
    }

    @Test
    void thereAreManySuchSpecs() {
        assertTrue(brokenSpecs().count() >= 20, brokenSpecs().count() + " broken specs");
    }

    @Test
    void everyFormOfEveryKeyIsLetThrough() {
        List<String> stopped = new ArrayList<>();
        for (Spot spot : Spot.all().stream().filter(Spot::isInSpec).toList()) {
            for (String value : spot.right()) {
                LENIENT.validate(spot.text(value), InputFormat.YAML)
                        .forEach(error -> stopped.add(spot.path() + ": " + value + ": " + error));
            }
        }
        assertEquals(List.of(), stopped);
    }

    @Test
    void noOtherFormIsLetThrough() {
        List<String> through = new ArrayList<>();
        for (Spot spot : Spot.all().stream().filter(Spot::isInSpec).toList()) {
            for (String value : spot.wrongForms()) {
                if (errors(spot.text(value)).isEmpty()) {
                    through.add(spot.path() + ": " + value);
                }
            }
        }
        assertEquals(List.of(), through);
    }

    @Test
    void itIsTheSameEachTime() {
        assertEquals(SpecSchema.text(), SpecSchema.text());
    }

    @Test
    void everyExampleNamesIt() throws IOException {
        try (Stream<Path> files = Files.list(EXAMPLES)) {
            files.filter(file -> file.toString().endsWith(".yaml"))
                    .forEach(file -> assertEquals(
                            REFERENCE, SpecFiles.text(file).lines().findFirst().orElse(""), file.toString()));
        }
    }

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
    }

    private static List<Error> errors(String yaml) {
        return SCHEMA.validate(yaml, InputFormat.YAML);
    }
}
