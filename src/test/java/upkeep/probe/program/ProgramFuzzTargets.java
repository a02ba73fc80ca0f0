package upkeep.probe.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import upkeep.fuzz.FuzzTarget;

/** What programs and plug-ins write, and what is told of them. */
public final class ProgramFuzzTargets {

    private ProgramFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("plug-in-output", ProgramFuzzTargets::output, PerformanceData.class)
                        .from(
                                "OK - load is 0.5|load1=0.5;1;2;0; 'used space'=12%;;;0;100 time=1,5ms\n",
                                "WARN|\nmore text|'it''s'=3KB\nx=1us y=-2e3c\n"),
                FuzzTarget.of("run-report", ProgramFuzzTargets::report, RunReport.class)
                        .from(
                                "\0begins\nall is well\n\0status 0\n",
                                "\0begins\n\0status 1\n\0status 137\n",
                                "\0begins\n\0missing\n",
                                "\0begins\nx\0forbidden\n"));
    }

    /** It is the same in whatever portions it comes, and what was written before the last words is the output. */
    private static void report(byte[] bytes) {
        RunReport.Ending ending = ending(bytes, Math.max(1, bytes.length));
        for (int portion : new int[] {1, 2, 5, 11, 4_096}) {
            assertEquals(ending, ending(bytes, portion));
        }
        if (ending instanceof RunReport.Ending.Ended ended) {
            assertTrue(ended.status() >= 0 && ended.status() <= 255, ended::toString);
            assertTrue(ended.output().length() <= Programs.MOST_OUTPUT);
        }
        byte[] begun = "\0begins\n".getBytes(StandardCharsets.US_ASCII);
        byte[] last = "\0status 42\n".getBytes(StandardCharsets.US_ASCII);
        byte[] whole = ByteBuffer.allocate(begun.length + bytes.length + last.length)
                .put(begun)
                .put(bytes)
                .put(last)
                .array();
        int length = Math.min(bytes.length, Programs.MOST_OUTPUT);
        assertEquals(
                new RunReport.Ending.Ended(42, new String(bytes, 0, length, StandardCharsets.UTF_8)),
                ending(whole, whole.length));
    }

    private static RunReport.Ending ending(byte[] bytes, int portion) {
        RunReport report = new RunReport();
        for (int from = 0; from < bytes.length; from += portion) {
            byte[] next = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + portion));
            report.add(next, next.length);
        }
        return report.ending();
    }

    private static void output(String text) {
        PerformanceData data = PerformanceData.of(text);
        assertTrue(data.measurements().size() <= 2 * PerformanceData.MOST);
        data.measurements().forEach((name, value) -> {
            assertTrue(Double.isFinite(value), name);
            assertTrue(name.matches("[a-z0-9]([a-z0-9.-]*[a-z0-9])?") && name.length() <= 80, name);
        });
    }
}
