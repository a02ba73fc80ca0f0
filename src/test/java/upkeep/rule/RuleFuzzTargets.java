package upkeep.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import upkeep.fuzz.FuzzTarget;

/** Rules, and the patterns in them. */
public final class RuleFuzzTargets {

    private RuleFuzzTargets() {}

    public static List<FuzzTarget> all() {
        return List.of(
                FuzzTarget.ofText("rule", RuleFuzzTargets::rule, Rule.class, Parser.class, TestParser.class)
                        .from(
                                "memory > 480M",
                                "cpu > 80% for 5min\nclear cpu < 50%",
                                "failed 3 of 5 and not changed status",
                                "output contains \"gone\" or value = 'x'",
                                "content matches '^Pid:' within 3 cycles",
                                "(offset > 20ms or stratum >= 10) and total < 1s for 3 cycles",
                                "growth of memory > 10M in 1h"),
                FuzzTarget.ofText("content-search", RuleFuzzTargets::search, ContentTest.class, TextPattern.class)
                        .from(
                                "ERROR|WARN\nan ERROR came",
                                "^(a+)+$\naaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
                                "(?i)x{2,3}\nXX"));
    }

    /** The condition is the first line, and what ends it the second, if there is one. */
    private static void rule(String text) {
        String[] lines = text.split("\n", 2);
        Optional<String> clear = lines.length < 2 ? Optional.empty() : Optional.of(lines[1]);
        Parsed parsed = Rule.parse(lines[0], clear);
        Rule.parse(lines[0], clear, Set.of("memory", "cpu", "value", "output"));
        switch (parsed) {
            case Parsed.Refused refused -> assertFalse(refused.mistakes().isEmpty());
            case Parsed.Read read -> {
                Rule rule = read.rule();
                assertEquals(new Parsed.Read(rule), Rule.parse(rule.text(), rule.clearText()), () -> "read as " + rule);
                assertTrue(rule.contentTests().size() <= rule.metrics().size());
                Rules.course(
                        rule,
                        Rules.check(0, "memory", 1e9, "cpu", 90, "output", text),
                        Rules.look(10, "memory", 0, "cpu", Rules.UNKNOWN),
                        Rules.check(400, "memory", 5e8, "cpu", 10, "output", "plain"));
            }
        }
    }

    /** The pattern is the first line, and the others are searched. */
    private static void search(String text) {
        String[] lines = text.split("\n", 2);
        try {
            ContentTest.matching(lines[0]).isFoundIn(lines.length < 2 ? "" : lines[1]);
        } catch (PatternSyntaxException _) {
            // No pattern, and told so.
        }
    }
}
