package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import upkeep.base.Checked;
import upkeep.base.SourcePos;
import upkeep.target.Protocol;

/** Holds docs/spec.md, and whatever other page shows a spec, to what the program reads. */
class SpecDocumentTest {

    private static final List<Path> DOCUMENTS = List.of(Path.of("docs", "spec.md"), Path.of("docs", "checks.md"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\|.*$");

    /** The heading below which the keys of each map have their rows. */
    private static final Map<Words, String> HEADINGS = Map.ofEntries(
            Map.entry(Words.TOP, "## The spec"),
            Map.entry(Words.SERVICE, "## A service"),
            Map.entry(Words.PRESET, "### The file of a preset"),
            Map.entry(Words.PARAMETER, "### parameters"),
            Map.entry(Words.DIRECTORIES, "### directories"),
            Map.entry(Words.RELOAD, "### reload"),
            Map.entry(Words.STOP, "### stop"),
            Map.entry(Words.RESTART, "### restart"),
            Map.entry(Words.LIMITS, "### limits"),
            Map.entry(Words.HARDENING, "### hardening"),
            Map.entry(Words.PROBES, "### probes"),
            Map.entry(Words.CHECK, "## A check"),
            Map.entry(Words.PAGE, "### page"),
            Map.entry(Words.HTTP, "### http"),
            Map.entry(Words.JSON, "### json"),
            Map.entry(Words.PROMETHEUS, "### prometheus"),
            Map.entry(Words.TLS_CHECK, "### tls"),
            Map.entry(Words.TCP, "### tcp"),
            Map.entry(Words.TURN, "### dialogue"),
            Map.entry(Words.UDP, "### udp"),
            Map.entry(Words.PING, "### ping"),
            Map.entry(Words.DNS, "### dns"),
            Map.entry(Words.NTP, "### ntp"),
            Map.entry(Words.TIME_DAEMON, "### time-daemon"),
            Map.entry(Words.FILE, "### file"),
            Map.entry(Words.DIRECTORY, "### directory"),
            Map.entry(Words.FIFO, "### fifo"),
            Map.entry(Words.EXPECT, "### expect"),
            Map.entry(Words.PROGRAM_CHECK, "### program"),
            Map.entry(Words.NAGIOS, "### nagios"),
            Map.entry(Words.TLS, "### TLS options"),
            Map.entry(Words.FILESYSTEM, "### filesystem"),
            Map.entry(Words.PROCESS, "### process"),
            Map.entry(Words.SOCKETS, "### sockets"),
            Map.entry(Words.NETWORK, "### network"),
            Map.entry(Words.UNIT, "### units"),
            Map.entry(Words.TIMER, "### timer"),
            Map.entry(Words.RADIUS, "### radius"),
            Map.entry(Words.SIP, "### sip"),
            Map.entry(Words.WEBSOCKET, "### websocket"),
            Map.entry(Words.RULE, "### rules"),
            Map.entry(Words.PROGRAM, "### exec"),
            Map.entry(Words.TARGET, "## A target"),
            Map.entry(Words.SETTINGS, "## settings"));

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
    void everyKeyHasItsRowAndEveryRowItsKey() throws Exception {
        for (Words words : allWords()) {
            String heading = HEADINGS.getOrDefault(words, "no heading is named for " + words.owner());
            boolean isCheck = words.equals(Words.CHECK);
            Set<String> known = new TreeSet<>(isCheck ? Words.OF_CHECKS : words.known());
            assertEquals(known, rows(section(heading)), heading);
        }
        assertEquals(new TreeSet<>(TargetReaders.KINDS), rows(section("## Kinds of checks")));
        for (Protocol protocol : Protocol.values()) {
            Set<String> own = ProtocolOption.of(protocol).stream()
                    .map(ProtocolOption::key)
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(own, rows(section("### " + protocol.word())), protocol.word());
        }
    }

    @Test
    void theManualPageNamesEveryKey() throws Exception {
        String page = Stream.of("upkeep.yaml.5", "upkeep-checks.5")
                .map(name -> SpecFiles.text(Path.of("docs", "man", name)).replace("\\-", "-"))
                .collect(Collectors.joining());
        Stream<Words> protocols = Stream.of(Protocol.values()).map(Words::of);
        for (Words words : Stream.concat(allWords().stream(), protocols).toList()) {
            for (String key : words.known()) {
                boolean named = Pattern.compile("(?<![a-z-])" + key + "(?![a-z-])")
                        .matcher(page)
                        .find();
                assertTrue(named, key + " of " + words.owner());
            }
        }
    }

    @Test
    void theKeysOfAdoptedUnitsAreNamed() {
        String section = section("### Adopted units");
        for (String key : Words.ADOPTED) {
            assertTrue(section.contains("`" + key + "`"), key);
        }
    }

    @Test
    void whatIsKeptForLaterIsNamed() throws Exception {
        String section = section("## Words kept for later");
        for (Words words : allWords()) {
            for (String key : words.later()) {
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

    /** The tables of all maps of the language, by looking at the fields, so that a new one is not forgotten. */
    private static List<Words> allWords() throws IllegalAccessException {
        List<Words> all = new ArrayList<>();
        for (var field : Words.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers())
                    && field.get(null) instanceof Words words
                    && !words.known().isEmpty()) {
                all.add(words);
            }
        }
        assertEquals(HEADINGS.size(), all.size());
        return all;
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

    private static Set<String> rows(String section) {
        Set<String> keys = new TreeSet<>();
        ROW.matcher(section).results().forEach(row -> assertTrue(keys.add(row.group(1)), row.group(1) + " twice"));
        return keys;
    }
}
