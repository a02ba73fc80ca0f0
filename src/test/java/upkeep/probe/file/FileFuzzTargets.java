package upkeep.probe.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import upkeep.fuzz.FuzzTarget;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Steps;
import upkeep.probe.run.Trace;
import upkeep.rule.ContentTest;
import upkeep.spec.CheckId;
import upkeep.target.Checksum;

/** Lines of logs, and what is remembered of a file. */
public final class FileFuzzTargets {

    private static final List<ContentTest> TESTS =
            List.of(ContentTest.matching("ERROR|WARN.*again$"), ContentTest.matching("^\\s*x"));

    private FileFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.of("log-line", FileFuzzTargets::line, LineSearch.class)
                        .from("an ERROR\r", "debug: ERROR", " WARN x again"),
                FuzzTarget.ofText("file-position", FileFuzzTargets::position, Position.class)
                        .from(
                                new Position(-1, 17, false, 256, "0".repeat(64)).text(),
                                new Position(42, 0, true, 0, "f".repeat(64)).text(),
                                Position.NOT_THERE),
                FuzzTarget.ofText("file-baseline", FileFuzzTargets::baseline, Baseline.class)
                        .from(Checksum.SHA256.word() + " 00ff " + "0".repeat(64), "md5 00"));
    }

    private static void line(byte[] bytes) {
        LineSearch search = new LineSearch(TESTS, List.of("^debug"));
        search.line(bytes, bytes.length);
        Findings findings = new Findings(new Steps(Trace.NONE, Deadline.in(Duration.ofMinutes(1))));
        search.measure(findings);
        assertTrue(findings.passed("read").measurements().getOrDefault("matching-lines", 2.0) <= 1);
    }

    /** What is remembered is read again as it was. */
    private static void position(String text) {
        Position.parse(text).ifPresent(position -> {
            assertEquals(Optional.of(position), Position.parse(position.text()));
            Position other = new Position(
                    ~position.inode(), position.offset(), !position.isSkipping(), position.length(), position.mark());
            assertEquals(Optional.of(other), Position.parse(other.text()));
        });
    }

    private static void baseline(String text) {
        Memory memory = Memory.soft();
        CheckId check = new CheckId("c");
        if (text.length() <= Memory.LONGEST) {
            memory.put(check, "seen", text);
            Baseline.accept(memory, check)
                    .ifPresent(accepted -> assertTrue(accepted.now().length() <= text.length()));
        }
    }
}
