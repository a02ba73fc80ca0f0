package upkeep.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @Test
    void splitsAtBlanksOutsideQuotes() throws CommandLine.SplitException {
        assertEquals(List.of("/bin/a", "b", "c"), CommandLine.split("  /bin/a\tb \n c "));
        assertEquals(List.of("a b", "c  d"), CommandLine.split("'a b' \"c  d\""));
        assertEquals(List.of("--name=a b"), CommandLine.split("--name='a b'"));
        assertEquals(List.of("", ""), CommandLine.split("'' \"\""));
        assertEquals(List.of(), CommandLine.split(" \n"));
    }

    @Test
    void quotesHoldWhatAShellWouldUnderstand() throws CommandLine.SplitException {
        assertEquals(List.of("a|b&c;d<e>f`g$(h)\\"), CommandLine.split("'a|b&c;d<e>f`g$(h)\\'"));
        assertEquals(List.of("|&;<>`$("), CommandLine.split("\"|&;<>`$(\""));
        assertEquals(List.of("say \"\\hi\""), CommandLine.split("\"say \\\"\\\\hi\\\"\""));
        assertEquals(List.of("it's"), CommandLine.split("\"it's\""));
    }

    @Test
    void leavesWhatIsNoSyntax() throws CommandLine.SplitException {
        assertEquals(
                List.of("$PATH", "%h", "*", "~", "#", "{a,b}", "$", "ü\u2028"),
                CommandLine.split("$PATH %h * ~ # {a,b} $ ü\u2028"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a | b", "a&", "a;b", "a<b", "a>b", "`a`", "$(a)", "a\\ b", "'a", "\"a", "\"a\\n\"", "\"a\\"})
    void refusesWhatOnlyAShellUnderstands(String text) {
        assertThrows(CommandLine.SplitException.class, () -> CommandLine.split(text));
    }
}
