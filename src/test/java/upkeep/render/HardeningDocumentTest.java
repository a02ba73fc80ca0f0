package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import upkeep.spec.Hardening.Network;
import upkeep.spec.Permission;

/**
 * Holds the tables of hardening in docs/spec.md to those of the program. They stand between {@code <!-- hardening: NAME -->} and
 * {@code <!-- end -->}, and are written anew with {@code -Dupkeep.test.golden=write}.
 */
class HardeningDocumentTest {

    private static final Path PAGE = Path.of("docs", "spec.md");
    private static final Pattern TABLE = Pattern.compile("(?ms)^<!-- hardening: ([^\\n]*?) -->\\n(.*?)^<!-- end -->$");

    private static final Map<String, String> TABLES =
            Map.of("what each level takes", protections(), "allow", permissions());

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String quoted(Stream<String> names) {
        return names.map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    }

    private static String protections() {
        return "| directive | then it cannot | from level | taken away by |\n|---|---|---|---|\n"
                + Protections.TABLE.stream().map(HardeningDocumentTest::row).collect(Collectors.joining());
    }

    /** Directive, level and value, and what takes it away; circumstances are told in words below the table. */
    private static String row(Protection protection) {
        Sandbox.Need nothing = new Sandbox.Need(Set.of(), Network.ANY);
        String steps = protection.steps().stream()
                .map(step -> "`" + word(step.from()) + "`: "
                        + step.values().apply(nothing).stream()
                                .map(value -> value.isEmpty() ? "none" : "`" + value + "`")
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return "| `" + protection.key() + "=` | " + protection.denies() + " | " + steps + " | "
                + quoted(protection.permissions().stream().map(HardeningDocumentTest::word)) + " |\n";
    }

    private static String permissions() {
        return "| word | for an application that | it is left |\n|---|---|---|\n"
                + Stream.of(Permission.values()).map(HardeningDocumentTest::row).collect(Collectors.joining());
    }

    private static String row(Permission permission) {
        Grant grant = Grant.of(permission);
        Stream<String> left =
                Stream.of(grant.capabilities(), grant.families(), grant.calls()).flatMap(List::stream);
        return "| `" + word(permission) + "` | " + permission.meaning() + " | " + quoted(left) + " |\n";
    }

    @Test
    void tablesAreThoseOfTheProgram() throws IOException {
        String text = Files.readString(PAGE);
        Set<String> found = new TreeSet<>();
        String made = TABLE.matcher(text).replaceAll(table -> {
            String name = table.group(1);
            found.add(name);
            String rows = TABLES.getOrDefault(name, "");
            return Matcher.quoteReplacement("<!-- hardening: " + name + " -->\n" + rows + "<!-- end -->");
        });
        assertEquals(TABLES.keySet(), found);
        if (System.getProperty("upkeep.test.golden", "").equals("write")) {
            Files.writeString(PAGE, made);
        } else {
            assertEquals(made, text, PAGE + " is not what -Dupkeep.test.golden=write makes of it");
        }
    }
}
