package upkeep.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnifiedDiffTest {

    @TempDir
    private Path temporary;

    @Test
    void sameTextsHaveNone() {
        assertEquals("", UnifiedDiff.of("a", "x\n", "b", "x\n"));
    }

    @Test
    void aChangedLineWithItsContext() {
        String before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        assertEquals(
                "--- a\n+++ b\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
                UnifiedDiff.of("a", before, "b", before.replace("5", "five")));
    }

    @Test
    void aNewFileAndADeletedOne() {
        assertEquals("--- /dev/null\n+++ b\n@@ -0,0 +1,2 @@\n+x\n+y\n", UnifiedDiff.of("/dev/null", "", "b", "x\ny\n"));
        assertEquals("--- a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n", UnifiedDiff.of("a", "x\n", "/dev/null", ""));
    }

    @Test
    void aMissingLastLineEndIsMarked() {
        assertEquals(
                "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n",
                UnifiedDiff.of("a", "x", "b", "x\n"));
    }

    @Test
    void distantChangesAreHunksOfTheirOwn() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("line ").append(i).append('\n');
        }
        String before = text.toString();
        String after = before.replace("line 3\n", "").replace("line 30\n", "line 30\nline 30b\n");
        String diff = UnifiedDiff.of("a", before, "b", after);
        assertEquals(2, diff.lines().filter(line -> line.startsWith("@@")).count(), diff);
        assertTrue(diff.contains("@@ -1,7 +1,6 @@\n"), diff);
        assertTrue(diff.contains("@@ -29,6 +28,7 @@\n"), diff);
    }

    @Test
    void textsTooLargeForAShortestScriptAreReplacedWhole() {
        StringBuilder before = new StringBuilder();
        StringBuilder after = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            before.append('a').append(i).append('\n');
            after.append('b').append(i).append('\n');
        }
        String diff = UnifiedDiff.of("a", before.toString(), "b", after.toString());
        assertTrue(diff.contains("@@ -1,3000 +1,3000 @@\n"), diff.substring(0, 60));
    }

    /** patch(1) is the judge: applied to the first text, the diff gives the second. */
    @Test
    void patchUnderstandsIt() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/patch")), "patch is not installed");
        Random random = new Random(7);
        for (int round = 0; round < 40; round++) {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < random.nextInt(30); i++) {
                lines.add("l" + random.nextInt(8));
            }
            List<String> changed = new ArrayList<>(lines);
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                int at = changed.isEmpty() ? 0 : random.nextInt(changed.size());
                if (changed.isEmpty() || random.nextBoolean()) {
                    changed.add(at, "n" + random.nextInt(8));
                } else {
                    changed.remove(at);
                }
            }
            String before = text(lines);
            String after = text(changed);
            if (before.equals(after) || before.isEmpty() || after.isEmpty()) {
                continue;
            }
            Path file = Files.writeString(temporary.resolve("file"), before);
            Path diff = Files.writeString(temporary.resolve("diff"), UnifiedDiff.of("file", before, "file", after));
            Process patch = new ProcessBuilder("/usr/bin/patch", "-s", file.toString(), diff.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(patch.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            assertEquals(0, patch.waitFor(), said);
            assertEquals(after, Files.readString(file), "round " + round);
        }
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }
}
