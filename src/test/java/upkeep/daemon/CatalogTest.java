package upkeep.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The message catalogue of the package, debian/upkeep.catalog. */
class CatalogTest {
    private static final Path CATALOG = Path.of("debian/upkeep.catalog");

    @Test
    void everyKindOfMessageIsExplained() throws IOException {
        Set<String> explained = found("(?m)^-- ([0-9a-f]{32})$");
        assertEquals(Set.of(Alerts.FIRING, Alerts.RESOLVED, Alerts.EXHAUSTED), explained);
    }

    /** journalctl leaves a name as it stands where the entry has no such field. */
    @Test
    void onlyFieldsThatAMessageHasAreNamed() throws IOException {
        assertEquals(Set.of("UPKEEP_SUBJECT", "UPKEEP_UNIT"), found("@([A-Z_]+)@"));
    }

    /** journalctl shows the subject beside the message. */
    @Test
    void entriesBeginWithTheirSubject() throws IOException {
        List<String> lines = Files.readAllLines(CATALOG);
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).startsWith("-- ")) {
                assertEquals("Subject: ", lines.get(at + 1).substring(0, 9));
            }
        }
    }

    private static Set<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(CATALOG))
                .results()
                .map(it -> it.group(1))
                .collect(Collectors.toSet());
    }
}
