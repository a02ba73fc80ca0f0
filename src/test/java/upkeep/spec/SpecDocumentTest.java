package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.base.Checked;
import upkeep.base.SourcePos;

/** Holds docs/spec.md, and whatever other page shows a spec, to what the program reads. */
class SpecDocumentTest {

    private static final List<Path> DOCUMENTS = List.of(Path.of("docs", "spec.md"), Path.of("docs", "checks.md"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|.*$");

    private static final String SPEC = """
            services:
              all:
                exec: [/bin/true]
                user: root
                restart: {}
                stop: {}
                probes:
                  startup: {tcp: 80}
                  liveness: {http: {url: "http://127.0.0.1/"}}
                  readiness: {ntp: {servers: [ntp.example.org]}}
              other:
                exec: [/bin/true]
                user: root
                probes:
                  startup: {file: /run/other}
                  liveness: {directory: /run}
                  readiness: {program: [/bin/true]}
            """;

    record Block(String place, String text) {
        @Override
        public String toString() {
            return place;
        }
    }

    static List<Block> blocks() throws Exception {
        List<Path> pages = new ArrayList<>();
        try (Stream<Path> docs = Files.list(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        Stream.of(Path.of("README.md")).filter(Files::exists).forEach(pages::add);
        List<Block> blocks = new ArrayList<>();
        for (Path page : pages) {
            String text = SpecFiles.text(page);
            Matcher block = BLOCK.matcher(text);
            while (block.find()) {
                long line = text.substring(0, block.start()).lines().count() + 1;
                blocks.add(new Block(page + ":" + line, block.group(1)));
            }
        }
        return blocks;
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void everySpecShownIsRight(Block block) {
        List<Source> sources = new ArrayList<>(PresetFiles.packaged());
        sources.add(new Source(block.place(), block.text()));
        Checked<Plan> checked = Specs.load(sources);
        assertEquals(List.of(), checked.problems());
        assertTrue(checked.value().isPresent());
    }

    @Test
    void theManualPageNamesEveryKey() {
        String page = Stream.of("upkeep.yaml.5", "upkeep-checks.5")
                .map(name -> SpecFiles.text(Path.of("docs", "man", name)).replace("\\-", "-"))
                .collect(Collectors.joining());
        for (Vocabulary vocabulary : Vocabularies.all()) {
            for (String key : vocabulary.names()) {
                boolean named = Pattern.compile("(?<![a-z-])" + key + "(?![a-z-])")
                        .matcher(page)
                        .find();
                assertTrue(named, key + " of " + vocabulary.owner());
            }
        }
    }

    @Test
    void theKeysOfAdoptedUnitsAreNamed() {
        String section = section("### Adopted units");
        for (Key<?> key : ServiceKeys.OF_ADOPTED) {
            assertTrue(section.contains("`" + key.name() + "`"), key.name());
        }
    }

    @Test
    void whatIsKeptForLaterIsNamed() {
        String section = section("## Words kept for later");
        for (Vocabulary vocabulary : Vocabularies.all()) {
            for (String key : vocabulary.later()) {
                assertTrue(section.contains("`" + key + "`"), key);
            }
        }
    }

    @Test
    void everyDefaultStandsInItsRow() {
        List<Service.Setting> settings = SpecFiles.plan(SPEC).services().values().stream()
                .flatMap(service -> service.settings().stream())
                .toList();
        int defaults = 0;
        for (Service.Setting setting : settings) {
            if (!setting.origin().equals(SourcePos.NONE) || setting.key().endsWith(".quorum")) {
                continue;
            }
            String key = setting.key().substring(setting.key().lastIndexOf('.') + 1);
            boolean stands = DOCUMENTS.stream()
                    .flatMap(document -> ROW.matcher(SpecFiles.text(document)).results())
                    .filter(row -> row.group(1).equals(key))
                    .anyMatch(row -> row.group().contains("`" + setting.value() + "`"));
            assertTrue(stands, "the row of " + key + " lacks the default `" + setting.value() + "`");
            defaults++;
        }
        assertTrue(defaults >= 20, defaults + " defaults");
    }

    /** What stands below a heading, up to the next. */
    private static String section(String heading) {
        String text = DOCUMENTS.stream().map(SpecFiles::text).collect(Collectors.joining("\n"));
        int start = text.indexOf("\n" + heading + "\n");
        assertTrue(start >= 0, "no page has a heading \"" + heading + "\"");
        int begin = start + heading.length() + 2;
        int end = text.indexOf("\n#", begin);
        return text.substring(begin, end < 0 ? text.length() : end);
    }
}
