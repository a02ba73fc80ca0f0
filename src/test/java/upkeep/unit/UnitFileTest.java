package upkeep.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.base.Checked;
import upkeep.base.Problem;

class UnitFileTest {

    private static UnitFile parse(String text) {
        Checked<UnitFile> parsed = UnitFile.parse("x.service", text);
        assertEquals(List.of(), parsed.problems());
        return parsed.value().orElseThrow();
    }

    @Test
    void keepsSectionsKeysAndLines() {
        UnitFile file = parse("# c\n[Unit]\nDescription = a = b \n\n[Service]\n  ExecStart=/bin/true\n");
        assertEquals(2, file.assignments().size());
        UnitFile.Assignment first = file.assignments().getFirst();
        assertEquals("Unit", first.section());
        assertEquals("Description", first.key());
        assertEquals("a = b", first.value());
        assertEquals(3, first.line());
        assertEquals(Optional.of("/bin/true"), file.value("Service", "ExecStart"));
        assertEquals(Optional.empty(), file.value("Service", "ExecStop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "[Unit]\nDescription=x",
                "[Unit]\r\nDescription=x\r\n\r\n[Service]\rType=exec\r",
                "\uFEFF[Unit]\nDescription=\u2028emoji \uD83D\uDE00\n",
                " ; one\n\t# two\n[Service]\nExecStart=/bin/echo a \\\n# between\n  ; too\n  b\nType=exec\n",
                "[Service]\nEnvironment=\nEnvironment=\"A=b c\"\n   \t \n"
            })
    void writesBackByteForByte(String text) {
        assertEquals(text, parse(text).text());
    }

    /** Pieces of unit files in any order: what can be read at all is written back as it was. */
    @Test
    void whateverCanBeReadIsWrittenBack() {
        List<String> pieces = List.of(
                "[Unit]",
                "[Service]\n",
                "[X-Ours]\r\n",
                "ExecStart=/bin/x \\",
                "After=",
                "=",
                "Key",
                " a b ",
                "\\",
                "\\\\",
                "\n",
                "\n\r",
                "\r",
                "\t",
                "# c",
                ";c\n",
                "\u0085",
                "\u2028",
                "\uFEFF",
                "é",
                "\uD83D\uDE00",
                "\n\n",
                "\n[Install]\n",
                "\nWants=a b\n");
        Random random = new Random(20_261_126);
        int read = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "[Unit]\n" : "");
            for (int i = random.nextInt(12); i > 0; i--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            Optional<UnitFile> file =
                    UnitFile.parse("x.service", text.toString()).value();
            file.ifPresent(it -> assertEquals(text.toString(), it.text()));
            read += file.isPresent() ? 1 : 0;
        }
        assertTrue(read > 5_000, read + " could be read");
    }

    @Test
    void joinsContinuationLinesAndSkipsCommentsInBetween() {
        UnitFile file = parse("[Service]\nExecStart=/bin/echo a \\\n# no\n; neither\nb \\\n\nType=exec\n");
        assertEquals(Optional.of("/bin/echo a  b"), file.value("Service", "ExecStart"));
        assertEquals(Optional.of("exec"), file.value("Service", "Type"));
        assertEquals(7, file.assignments().getLast().line());
    }

    /** systemd 252 and 257 were shown the same files and gave these descriptions. */
    private static Stream<Arguments> linesAndTheirMeaning() {
        return Stream.of(
                Arguments.of("a \\\n# no\n   ; neither\n   b  \\\n\tc\n", "a     b   \tc"),
                Arguments.of("a\rDocumentation=man:x(1)\n", "a"),
                Arguments.of("a \\\n\n", "a"),
                Arguments.of("last\\", "last"),
                Arguments.of("a\\\\\\\n[Service]\n", "a\\\\ [Service]"));
    }

    @ParameterizedTest
    @MethodSource("linesAndTheirMeaning")
    void joinsLinesAsSystemdDoes(String text, String value) {
        UnitFile file = parse("[Unit]\nDescription=" + text);
        assertEquals(Optional.of(value), file.value("Unit", "Description"));
    }

    @Test
    void twoBackslashesAtTheEndAreNoContinuation() {
        UnitFile file = parse("[Service]\nSyslogIdentifier=a\\\\\nType=exec\n");
        assertEquals(Optional.of("a\\\\"), file.value("Service", "SyslogIdentifier"));
    }

    @Test
    void hashAndSemicolonInsideAValueAreNoComment() {
        assertEquals(
                Optional.of("a # b ; c"),
                parse("[Unit]\nDescription=a # b ; c\n").value("Unit", "Description"));
    }

    @Test
    void anEmptyAssignmentResetsTheList() {
        UnitFile file = parse("[Unit]\nAfter=a.service\nAfter=\nAfter=b.service\n[Unit]\nAfter=c.service\n");
        assertEquals(List.of("b.service", "c.service"), file.values("Unit", "After"));
        assertEquals(4, file.assignments().size());
    }

    @Test
    void aCarriageReturnEndsALineAsSystemdTakesIt() {
        assertEquals(
                2,
                parse("[Unit]\nDescription=a\rAfter=b.service\n").assignments().size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    [Unit]\\n  Description\\n      | 2 | 3 | neither a [Section] nor Key=value
                    Description=x\\n                | 1 | 1 | no section begins before it
                    [Unit]\\n=x\\n                  | 2 | 1 | nothing stands before
                    [Unit\\nDescription=x\\n        | 1 | 1 | not of the form [Name]
                    [Unit]\\nDescription=x\\0y=z\\n | 2 | 14 | NUL
                    """)
    void pointsAtWhatItCannotRead(String escaped, int line, int column, String why) {
        String text = escaped.translateEscapes();
        Checked<UnitFile> parsed = UnitFile.parse("bad.service", text);
        assertTrue(parsed.value().isEmpty());
        Problem first = parsed.problems().getFirst();
        assertEquals("bad.service:" + line + ":" + column, first.position().toString());
        assertTrue(first.message().contains(why), first.message());
    }

    @Test
    void refusesWhatIsTooLong() {
        String comment = "#" + "x".repeat(UnitFile.MAXIMUM_LENGTH);
        assertTrue(UnitFile.parse("x", comment).value().isEmpty());
        String many = "[Unit]\n" + "After=\n".repeat(UnitFile.MAXIMUM_ASSIGNMENTS + 1);
        assertTrue(UnitFile.parse("x", many).problems().getFirst().message().contains("10000 assignments"));
    }
}
