package upkeep.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/audit.md has every fault, as it is said of it in the code. */
class AuditDocumentTest {

    private static final Path DOCUMENT = Path.of("docs", "audit.md");
    private static final String BEGIN = "<!-- faults -->\n";
    private static final String END = "<!-- end -->\n";

    @Test
    void theTableIsThatOfTheProgram() throws IOException {
        String text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END, begin);
        if ("write".equals(System.getProperty("upkeep.test.golden"))) {
            Files.writeString(DOCUMENT, text.substring(0, begin) + table() + text.substring(end));
            return;
        }
        assertEquals(table(), text.substring(begin, end));
    }

    private static String table() {
        return "| finding | severity | what it is, and what comes of it | cure |\n|---|---|---|---|\n"
                + Arrays.stream(Fault.values())
                        .map(fault -> "| `" + fault.word() + "` | "
                                + fault.severity().word() + " | " + fault.meaning() + " | " + fault.cure() + " |\n")
                        .collect(Collectors.joining());
    }
}
