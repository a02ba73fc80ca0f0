package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Holds the tables of keys in docs/spec.md and docs/checks.md to the vocabulary. They stand between {@code <!-- keys: NAME -->}
 * and {@code <!-- end -->}, and are written anew with {@code -Dupkeep.test.golden=write}.
 */
class KeyTableTest {

    private static final List<Path> PAGES = List.of(Path.of("docs", "spec.md"), Path.of("docs", "checks.md"));
    private static final Pattern TABLE = Pattern.compile("(?ms)^<!-- keys: ([^\\n]*?) -->\\n(.*?)^<!-- end -->$");

    /** What is told of in prose, each having one key. */
    private static final Set<String> IN_PROSE = Set.of("a socket", "preset");

    /** The vocabularies by their owners; where several have one, by another name. */
    private static Map<String, Vocabulary> tables() {
        Map<String, Vocabulary> tables = new TreeMap<>();
        for (Vocabulary vocabulary : Vocabularies.all()) {
            add(tables, vocabulary);
            vocabulary.shared().forEach(part -> add(tables, part));
        }
        tables.put("an endpoint", EndpointKeys.ENDPOINT);
        tables.put("tls", SocketKeys.TLS.form().vocabulary());
        tables.put("TLS options", TlsKeys.EITHER.tls().form().vocabulary());
        tables.put("kinds of checks", TargetKeys.TARGETS);
        tables.put("a check", CheckKeys.CHECK);
        tables.keySet().removeAll(IN_PROSE);
        return tables;
    }

    private static void add(Map<String, Vocabulary> tables, Vocabulary vocabulary) {
        if (!vocabulary.own().isEmpty()) {
            tables.put(vocabulary.owner(), vocabulary);
        }
    }

    @Test
    void tablesAreThoseOfTheVocabulary() throws IOException {
        for (Path page : PAGES) {
            String text = Files.readString(page);
            String made = TABLE.matcher(text)
                    .replaceAll(found -> Matcher.quoteReplacement(
                            "<!-- keys: " + found.group(1) + " -->\n" + table(page, found.group(1)) + "<!-- end -->"));
            if (System.getProperty("upkeep.test.golden", "").equals("write")) {
                Files.writeString(page, made);
            } else {
                assertEquals(made, text, page + " is not what -Dupkeep.test.golden=write makes of it");
            }
        }
    }

    @Test
    void everyVocabularyHasItsTable() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path page : PAGES) {
            TABLE.matcher(Files.readString(page)).results().forEach(found -> names.add(found.group(1)));
        }
        Set<String> once = new TreeSet<>(names);
        assertEquals(tables().keySet(), once);
        assertEquals(once.size(), names.size());
    }

    private static String table(Path page, String name) {
        Vocabulary vocabulary = Optional.ofNullable(tables().get(name))
                .orElseThrow(() -> new AssertionError(page + " wants a table of " + name + ", which has no keys"));
        boolean hasDefaults =
                vocabulary.own().stream().anyMatch(key -> !key.fallback().equals("none"));
        StringBuilder table = new StringBuilder(
                hasDefaults
                        ? "| key | type | default | what it is |\n|---|---|---|---|\n"
                        : "| key | type | what it is |\n|---|---|---|\n");
        for (Key<?> key : vocabulary.own()) {
            assertTrue(!key.meaning().isEmpty(), key.name() + " of " + vocabulary.owner() + " says not what it is for");
            List<String> cells = new ArrayList<>(List.of("`" + key.name() + "`", FormText.of(key.form())));
            if (hasDefaults) {
                cells.add(key.fallback());
            }
            cells.add(key.meaning());
            table.append("| ").append(String.join(" | ", cells)).append(" |\n");
        }
        return table.toString();
    }
}
