package upkeep.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {

    private static String text(Quoted quoted) {
        return switch (quoted) {
            case Quoted.Text said -> said.text();
            case Quoted.Refused refused -> throw new AssertionError(refused.why());
        };
    }

    private static String why(Quoted quoted) {
        return switch (quoted) {
            case Quoted.Text said -> throw new AssertionError("not refused: " + said.text());
            case Quoted.Refused refused -> refused.why();
        };
    }

    @ParameterizedTest
    @MethodSource("upkeep.unit.NastyText#all")
    void everyArgumentAndWordSurvives(String value) {
        String argument = text(Quoting.argument(value));
        assertEquals(Optional.of(List.of("/bin/x", value)), Quoting.commandMeaning("/bin/x " + argument));
        String word = text(Quoting.word("A=" + value));
        assertEquals(Optional.of(List.of("A=" + value)), Quoting.wordMeaning(word));
        assertTrue(argument.chars().noneMatch(c -> c < 0x20), argument);
    }

    @ParameterizedTest
    @MethodSource("upkeep.unit.NastyText#all")
    void everyTextSurvivesAsALineOfAUnitFileOrIsRefused(String value) {
        if (Quoting.text(value) instanceof Quoted.Text said) {
            UnitFile file = UnitFile.parse("x", "[Unit]\nDescription=" + said.text() + "\n[Service]\n")
                    .value()
                    .orElseThrow();
            assertEquals(3, file.items().size());
            String read = file.value("Unit", "Description").orElseThrow();
            assertEquals(Optional.of(value), Quoting.textMeaning(read));
        } else {
            assertTrue(
                    value.isBlank()
                            || value.endsWith("\\")
                            || !value.strip().equals(value)
                            || value.chars().anyMatch(c -> c < 0x20 || c == 0x7f),
                    value);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    server.js    | server.js
                    --port=3001  | --port=3001
                    two words    | "two words"
                    $PATH        | "$$PATH"
                    %h           | "%%h"
                    "            | "\\""
                    \\           | "\\\\"
                    ;            | ";"
                    ``           | ""
                    """)
    void quotesOnlyWhereItMust(String value, String expected) {
        assertEquals(expected, text(Quoting.argument(value)));
    }

    @Test
    void dollarStaysSingleInWords() {
        assertEquals("\"A=$PATH\"", text(Quoting.word("A=$PATH")));
    }

    @Test
    void refusesWhatNoProcessCanBeGiven() {
        assertEquals("it has a NUL character", why(Quoting.argument("a\0b")));
        assertTrue(why(Quoting.word("\uD83D")).contains("surrogate"));
        assertTrue(why(Quoting.argument("ü".repeat(65536))).contains("longer than 131071 bytes"));
        assertEquals(131073, text(Quoting.argument(" ".repeat(131071))).length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"node", "./node", "", "/bin/a\tb", "/bin/a\"b", "/bin/a'b", "/bin/a\\b", "/bin/$x", "/bin/"})
    void refusesProgramsThatSystemdWouldMistake(String path) {
        assertTrue(!why(Quoting.executable(path)).isEmpty());
    }

    @Test
    void aProgramMayHaveBlanksAndPercentSigns() {
        assertEquals("\"/opt/my app/100%%\"", text(Quoting.executable("/opt/my app/100%")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    relative     | not an absolute path
                    /a/*.env     | a pattern, so it cannot have the character *
                    /a/[b]       | the character [
                    """)
    void refusesPathsThatWouldBePatterns(String path, String why) {
        assertTrue(why(Quoting.patternPath(path)).contains(why));
    }

    @Test
    void pathsAreNeverQuoted() {
        assertEquals("/srv/my app/50%%", text(Quoting.path("/srv/my app/50%")));
    }

    @Test
    void verbatimKeepsSpecifiersAndMayBeEmpty() {
        assertEquals("%h/x $PATH", text(Quoting.verbatim("%h/x $PATH")));
        assertEquals("", text(Quoting.verbatim("")));
        assertTrue(why(Quoting.verbatim("a\nb")).contains("line break"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/bin/x $HOME",
                "/bin/x ${A}",
                "/bin/x %h",
                "/bin/x ; /bin/y",
                "/bin/x \"a",
                "/bin/x \\z",
                "/bin/x \\x4"
            })
    void knowsNoMeaningOfWhatSystemdWouldExpandOrRefuse(String command) {
        assertEquals(Optional.empty(), Quoting.commandMeaning(command));
    }

    @Test
    void readsQuotesInTheMiddleOfAWord() {
        assertEquals(Optional.of(List.of("ab c", "", "$")), Quoting.wordMeaning("a\"b c\" '' $"));
    }
}
