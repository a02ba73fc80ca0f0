package upkeep.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    @Test
    void joinsContinuationLinesAndSkipsCommentsInBetween() {
        UnitFile file = parse("[Service]\nExecStart=/bin/echo a \\\n# no\n; neither\nb \\\n\nType=exec\n");
        assertEquals(Optional.of("/bin/echo a  b"), file.value("Service", "ExecStart"));
        assertEquals(Optional.of("exec"), file.value("Service", "Type"));
        assertEquals(7, file.assignments().getLast().line());
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
                    [Unit]\\nDescription=x\\\\      | 2 | 1 | ends in a backslash
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
