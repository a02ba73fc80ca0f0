package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.probe.program.RunReport.Ending;

class RunReportTest {

    private static Ending ending(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        RunReport report = new RunReport();
        report.add(bytes, bytes.length);
        return report.ending();
    }

    @Test
    void theStatusIsToldApartFromTheOutput() {
        assertEquals(new Ending.Ended(0, ""), ending("\0begins\n\0status 0\n"));
        assertEquals(new Ending.Ended(3, "a line\n"), ending("\0begins\na line\n\0status 3\n"));
        assertEquals(new Ending.Ended(139, "no line feed"), ending("\0begins\nno line feed\0status 139\n"));
        assertEquals(new Ending.Missing(), ending("\0begins\n\0missing\n"));
        assertEquals(new Ending.Forbidden(), ending("\0begins\n\0forbidden\n"));
    }

    @Test
    void whatLooksLikeTheLastWordsIsOutputWhereItIsNotLast() {
        assertEquals(
                new Ending.Ended(1, "\0begins\n\0status 0\n\0missing\n"),
                ending("\0begins\n\0begins\n\0status 0\n\0missing\n\0status 1\n"));
        assertEquals(new Ending.Ended(2, "status 0\n"), ending("\0begins\nstatus 0\n\0status 2\n"));
        assertEquals(new Ending.Ended(2, "\0"), ending("\0begins\n\0\0status 2\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a line\n",
                "status 0\n",
                "\0status 0",
                "\0status \n",
                "\0status 256\n",
                "\0status 0000\n",
                "\0status 0\ny\n",
                "\0status 0\n\n",
                "\0STATUS 0\n",
                "\0missing",
                "\0status -1\n"
            })
    void withoutLastWordsNothingIsKnownOfTheEnd(String text) {
        assertEquals(new Ending.Untold(), ending("\0begins\n" + text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0begins", "begins\n\0status 0\n", "\0status 0\n", "x\0begins\n\0status 0\n"})
    void whatDoesNotBeginSoWasNotBegun(String text) {
        assertEquals(new Ending.NotBegun(), ending(text));
    }

    @Test
    void theOutputIsCutAndItsEndStillRead() {
        for (int length : new int[] {
            Programs.MOST_OUTPUT - 1, Programs.MOST_OUTPUT, Programs.MOST_OUTPUT + 1, 3 * Programs.MOST_OUTPUT
        }) {
            Ending.Ended ended = (Ending.Ended) ending("\0begins\n" + "x".repeat(length) + "\0status 7\n");
            assertEquals(7, ended.status());
            assertEquals("x".repeat(Math.min(length, Programs.MOST_OUTPUT)), ended.output());
        }
    }
}
