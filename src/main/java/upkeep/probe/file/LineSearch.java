package upkeep.probe.file;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.probe.run.Findings;
import upkeep.rule.ContentTest;

/** Searches lines, and counts those in which something was found. Only that, and the last such line, is kept. */
final class LineSearch {

    private final List<ContentTest> tests;
    private final List<ContentTest> ignored;
    private final Set<ContentTest> found = new HashSet<>();
    /** What took too long to tell in some line. */
    private final Set<ContentTest> unknown = new HashSet<>();

    private long matching;
    private Optional<String> last = Optional.empty();

    LineSearch(List<ContentTest> tests, List<String> ignored) {
        this.tests = List.copyOf(tests);
        this.ignored = ignored.stream().map(ContentTest::matching).toList();
    }

    void line(byte[] bytes, int length) {
        int end = length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
        String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
        if (isIgnored(line)) {
            return;
        }
        List<ContentTest> holding = new ArrayList<>();
        for (ContentTest test : tests) {
            Optional<Boolean> holds = test.isFoundIn(line);
            if (holds.isEmpty()) {
                unknown.add(test);
            } else if (holds.get()) {
                holding.add(test);
            }
        }
        if (!holding.isEmpty()) {
            found.addAll(holding);
            matching++;
            last = Optional.of(line);
        }
    }

    private boolean isIgnored(String line) {
        for (ContentTest pattern : ignored) {
            if (pattern.isFoundIn(line).orElse(false)) {
                return true;
            }
        }
        return false;
    }

    /** The answer to each test under its own name; none where it is not known. */
    void measure(Findings findings) {
        for (ContentTest test : tests) {
            if (found.contains(test)) {
                findings.measure(test.measurement(), 1);
            } else if (!unknown.contains(test)) {
                findings.measure(test.measurement(), 0);
            }
        }
        findings.measure("matching-lines", (double) matching);
        last.ifPresent(line -> findings.found("matching-line", line));
    }
}
