package upkeep.probe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.core.Observation;
import upkeep.probe.Checks;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;

/** The search in what is appended to a file: each line once, whatever is done to the file. */
@Timeout(60)
class FileContentTest {

    private static final String ERROR = "content contains 'error'";

    @TempDir
    Path directory;

    private final Probers probers = new Probers("1");
    private final Memory memory = Memory.soft();

    private Path log() {
        return directory.resolve("log");
    }

    private void append(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Observation look(String options, String... conditions) {
        StringBuilder rules = new StringBuilder();
        for (String condition : conditions) {
            rules.append("{if: \"").append(condition).append("\", then: alert}, ");
        }
        Check check = Checks.of("{file: {path: " + log() + options + "}, rules: [" + rules + "]}");
        return probers.probe(check, memory, Duration.ofSeconds(30), Trace.NONE);
    }

    private Map<String, Double> found(String options, String... conditions) {
        Observation observation = look(options, conditions);
        return assertInstanceOf(Observation.Passed.class, observation, observation.text())
                .measurements();
    }

    private double errors() {
        return found("", ERROR).getOrDefault("matching-lines", -1.0);
    }

    @Test
    void onlyWhatIsAppendedAfterTheFirstSightIsSearched() throws Exception {
        append("error 1\n");
        assertEquals(0, errors());
        append("error 2\nfine\n");
        Observation seen = look("", ERROR);
        assertEquals(1, seen.measurements().get(ERROR));
        assertEquals(1, seen.measurements().getOrDefault("matching-lines", -1.0));
        assertEquals("error 2", seen.texts().get("matching-line"));
        Map<String, Double> nothingNew = found("", ERROR);
        assertEquals(0, nothingNew.get(ERROR));
        assertEquals(0, nothingNew.getOrDefault("matching-lines", -1.0));
    }

    @Test
    void aFileCanBeSearchedFromItsBeginning() throws Exception {
        append("error 1\nerror 2\n");
        assertEquals(2, found(", from: beginning", ERROR).getOrDefault("matching-lines", -1.0));
        assertEquals(0, found(", from: beginning", ERROR).getOrDefault("matching-lines", -1.0));
    }

    @Test
    void aFileThatWasMissingIsSearchedFromItsBeginning() throws Exception {
        look("", ERROR);
        append("error 1\n");
        assertEquals(1, errors());
    }

    @Test
    void aLineThatIsNotCompleteWaits() throws Exception {
        append("");
        errors();
        append("err");
        assertEquals(0, errors());
        append("or\r\n");
        Observation seen = look("", ERROR);
        assertEquals("error", seen.texts().get("matching-line"));
    }

    @Test
    void theRestOfARotatedFileIsSearchedBeforeTheNewOne() throws Exception {
        append("begin\n");
        errors();
        append("error before\nerror with no end of line");
        Files.move(log(), directory.resolve("log.1"));
        append("error after\n");
        assertEquals(3, errors());
        assertEquals(0, errors());
        append("error later\n");
        assertEquals(1, errors());
    }

    @Test
    void aRotatedFileIsFoundByItsInodeWhateverItIsCalled() throws Exception {
        append("begin\n");
        errors();
        append("error before\n");
        Files.move(log(), directory.resolve("log-20261125"));
        Files.writeString(directory.resolve("log.1"), "error of somebody else\n");
        append("new\n");
        assertEquals(1, errors());
    }

    @Test
    void aRotatedFileThatIsGoneTakesItsRestAlong() throws Exception {
        append("begin\n");
        errors();
        Path next = Files.writeString(directory.resolve("next"), "error 1\n");
        Files.move(next, log(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertEquals(1, errors());
    }

    @Test
    void aTruncatedFileIsSearchedFromItsBeginning() throws Exception {
        append("a long line before\n");
        errors();
        Files.writeString(log(), "error 1\n");
        assertEquals(1, errors());
    }

    @Test
    void aFileThatWasWrittenAnewToAGreaterSizeIsSearchedFromItsBeginning() throws Exception {
        append("before\n");
        errors();
        Files.writeString(log(), "error 1\nmuch more than before\n");
        assertEquals(1, errors());
    }

    @Test
    void ofALineThatIsTooLongTheFirstPartIsSearched() throws Exception {
        append("");
        errors();
        append("error" + "x".repeat(100_000));
        assertEquals(1, errors());
        append("error".repeat(20_000));
        assertEquals(0, errors());
        append("\nerror\n");
        assertEquals(1, errors());
    }

    @Test
    void whatIsTooMuchIsLeftForTheNextLook() throws Exception {
        append("");
        errors();
        String line = "error " + "x".repeat(993) + "\n";
        append(line.repeat(20_000));
        Map<String, Double> first = found("", ERROR);
        assertTrue(first.getOrDefault("matching-lines", -1.0) > 16_000, first.toString());
        assertEquals(20_000_000 - 1_000 * first.getOrDefault("matching-lines", -1.0), first.get("unread"));
        Map<String, Double> second = found("", ERROR);
        assertEquals(20_000, first.getOrDefault("matching-lines", -1.0) + second.getOrDefault("matching-lines", -1.0));
        assertEquals(0, second.get("unread"));
    }

    @Test
    void ignoredLinesDoNotMatter() throws Exception {
        append("");
        String options = ", ignore: ['^debug', 'harm.*less']";
        look(options, ERROR);
        append("debug error\nan error, harmful or less\nno debug error\n");
        assertEquals(1, found(options, ERROR).getOrDefault("matching-lines", -1.0));
    }

    @Test
    void eachTestHasItsOwnAnswer() throws Exception {
        append("");
        String[] rules = {"content matches '^a+$'", "not content contains 'b'", "content contains 'c'"};
        look("", rules);
        append("aaa\nb\n");
        Map<String, Double> found = found("", rules);
        assertEquals(
                List.of(1.0, 1.0, 0.0),
                List.of(
                        found.get("content matches '^a+$'"),
                        found.get("content contains 'b'"),
                        found.get("content contains 'c'")));
    }

    @Test
    void aPatternThatCannotEndIsNotKnown() throws Exception {
        append("");
        look("", "content matches '(a+)+$'", ERROR);
        append("a".repeat(5_000) + "b\nerror\n");
        Map<String, Double> found = found("", "content matches '(a+)+$'", ERROR);
        assertFalse(found.containsKey("content matches '(a+)+$'"));
        assertEquals(1, found.get(ERROR));
    }

    @Test
    void theWholeContentIsSearchedEachTimeIfThatIsWanted() throws Exception {
        append("error\nno end of line: error");
        assertEquals(2, found(", whole: true", ERROR).getOrDefault("matching-lines", -1.0));
        assertEquals(2, found(", whole: true", ERROR).getOrDefault("matching-lines", -1.0));
    }

    @Test
    void whatTheKernelMakesUpIsSearchedAsAWhole() {
        Check check = Checks.of("{file: /proc/self/status, rules: [{if: \"content matches '^Pid:'\", then: alert}]}");
        for (int i = 0; i < 2; i++) {
            Observation seen = probers.probe(check, memory, Duration.ofSeconds(30), Trace.NONE);
            assertEquals(1, seen.measurements().getOrDefault("matching-lines", -1.0), seen.text());
            assertEquals(0, seen.measurements().get("size"));
        }
    }

    @Test
    void aLookThatDoesNotCountLeavesThePositionAsItIs() throws Exception {
        append("");
        errors();
        append("error\n");
        Check check = Checks.of("{file: " + log() + ", rules: [{if: \"" + ERROR + "\", then: alert}]}");
        Observation seen = probers.probe(check, Memory.above(memory), Duration.ofSeconds(30), Trace.NONE);
        assertEquals(1, seen.measurements().getOrDefault("matching-lines", -1.0));
        assertEquals(1, errors());
    }

    @Test
    void bytesThatAreNoTextAreSearchedAsWell() throws Exception {
        append("");
        errors();
        Files.write(
                log(),
                new byte[] {(byte) 0xff, 0, (byte) 0xc3, 'e', 'r', 'r', 'o', 'r', '\n'},
                StandardOpenOption.APPEND);
        Observation seen = look("", ERROR);
        assertEquals(1, seen.measurements().getOrDefault("matching-lines", -1.0));
        assertEquals("\uFFFD\uFFFD\uFFFDerror", seen.texts().get("matching-line"));
    }
}
