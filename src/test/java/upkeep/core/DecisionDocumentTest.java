package upkeep.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import upkeep.core.Verdict.Row;

/** The decision table of docs/architecture.md names every row there is, and no other. */
class DecisionDocumentTest {

    @Test
    void namesEveryRow() throws IOException {
        String page = Files.readString(Path.of("docs", "architecture.md"));
        String table = page.substring(page.indexOf("\n## The decision table\n"), page.indexOf("\n## Security"));
        Set<String> named = Pattern.compile("(?m)^\\|[^|]*\\|[^|]*\\| `([a-z-]+)` \\|")
                .matcher(table)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> rows = Arrays.stream(Row.values()).map(Row::word).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(rows, named);
    }
}
