package upkeep.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import upkeep.spec.Hardening.Network;
import upkeep.spec.Permission;

/** Holds the tables of hardening in docs/spec.md to those of the program. */
class HardeningDocumentTest {

    private static List<String> rows(String heading) throws IOException {
        String text = Files.readString(Path.of("docs", "spec.md"));
        int start = text.indexOf("\n#### " + heading + "\n");
        int end = text.indexOf("\n#", start + 1);
        return text.substring(start, end)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
    }

    private static String word(Enum<?> constant) {
        return "`" + constant.name().toLowerCase(Locale.ROOT).replace('_', '-') + "`";
    }

    private static String words(Stream<? extends Enum<?>> constants) {
        return constants.map(HardeningDocumentTest::word).collect(Collectors.joining(", "));
    }

    /** Directive, level and value, and what takes it away; circumstances are told in words below the table. */
    private static String row(Protection protection) {
        Sandbox.Need nothing = new Sandbox.Need(java.util.Set.of(), Network.ANY);
        String steps = protection.steps().stream()
                .map(step -> word(step.from()) + ": "
                        + step.values().apply(nothing).stream()
                                .map(value -> value.isEmpty() ? "none" : "`" + value + "`")
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining("; "));
        return "| `" + protection.key() + "=` | " + protection.denies() + " | " + steps + " | "
                + words(protection.permissions().stream()) + " |";
    }

    @Test
    void everyProtectionHasItsRow() throws IOException {
        assertEquals(
                Protections.TABLE.stream().map(HardeningDocumentTest::row).collect(Collectors.joining("\n")),
                String.join("\n", rows("What each level takes")));
    }

    /** The word, and in the last column what it leaves the service; what it means stands between. */
    @Test
    void everyPermissionHasItsRow() throws IOException {
        List<String> wanted = new ArrayList<>();
        for (Permission permission : Permission.values()) {
            Grant grant = Grant.of(permission);
            List<String> left = Stream.of(grant.capabilities(), grant.families(), grant.calls())
                    .flatMap(List::stream)
                    .map(name -> "`" + name + "`")
                    .toList();
            wanted.add("| " + word(permission) + " | " + (left.isEmpty() ? "" : String.join(", ", left)) + " |");
        }
        List<String> found = rows("allow").stream()
                .map(row -> row.split(" \\| ", -1))
                .map(cells -> cells[0] + " | " + cells[2])
                .toList();
        assertEquals(String.join("\n", wanted), String.join("\n", found));
    }
}
