package upkeep.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.rule.Rules.UNKNOWN;
import static upkeep.rule.Rules.after;
import static upkeep.rule.Rules.at;
import static upkeep.rule.Rules.check;
import static upkeep.rule.Rules.course;
import static upkeep.rule.Rules.look;
import static upkeep.rule.Rules.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When rules begin to hold and when they end. */
class RuleStateTest {

    private static final int MEBI = 1 << 20;

    @ParameterizedTest
    @CsvSource(delimiterString = "¦", quoteCharacter = '`', textBlock = """
            n > 5 ¦ 5 ¦ false
            n > 5 ¦ 5.001 ¦ true
            n >= 5 ¦ 5 ¦ true
            n >= 5 ¦ 4.999 ¦ false
            n < 5 ¦ 5 ¦ false
            n < 5 ¦ 4.999 ¦ true
            n <= 5 ¦ 5 ¦ true
            n <= 5 ¦ 5.001 ¦ false
            n = 5 ¦ 5 ¦ true
            n = 5 ¦ 5.001 ¦ false
            n != 5 ¦ 5 ¦ false
            n != 5 ¦ 5.001 ¦ true
            n > 1K ¦ 1024 ¦ false
            n > 1K ¦ 1025 ¦ true
            n >= 1min ¦ 60 ¦ true
            n >= 500ms ¦ 0.499 ¦ false
            n >= 500ms ¦ 0.5 ¦ true
            cpu > 90% ¦ 90 ¦ false
            failed ¦ 1 ¦ true
            failed ¦ 0 ¦ false
            succeeded ¦ 0 ¦ true
            succeeded ¦ 1 ¦ false
            """)
    void comparesNumbers(String condition, double value, boolean holds) {
        Rule rule = rule(condition);
        assertEquals(holds, after(rule, check(0, rule.metrics().first(), value)).holds());
        assertEquals(
                !holds,
                after(rule("not " + condition), check(0, rule.metrics().first(), value))
                        .holds());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "¦", quoteCharacter = '`', textBlock = """
            t = active ¦ active ¦ true
            t = active ¦ Active ¦ false
            t != active ¦ active ¦ false
            t != active ¦ failed ¦ true
            t contains 'b c' ¦ a b c ¦ true
            t contains 'b  c' ¦ a b c ¦ false
            t matches '^b.$' ¦ abc ¦ false
            t matches 'b.$' ¦ abc ¦ true
            t matches '[' ¦ [ ¦ none
            """)
    void comparesTexts(String condition, String text, String holds) {
        if (holds.equals("none")) {
            assertTrue(Rule.parse(condition, Optional.empty()) instanceof Parsed.Refused);
            return;
        }
        boolean expected = Boolean.parseBoolean(holds);
        assertEquals(expected, after(rule(condition), check(0, "t", text)).holds());
        assertEquals(
                !expected, after(rule("not " + condition), check(0, "t", text)).holds());
    }

    @Test
    void patternsKnowLines() {
        assertTrue(after(rule("t matches '^b$'"), check(0, "t", "a\nb\nc")).holds());
    }

    @Test
    void aPatternThatNeverEndsIsUnknown() {
        Rule rule = rule("t matches '(a*)*b'");
        assertEquals("--", course(rule, check(0, "t", "a".repeat(40)), check(1, "t", "a".repeat(40) + "c")));
        assertEquals(
                "--", course(rule("not t matches '(a|a)*$'"), check(0, "t", "a".repeat(50) + "c"), check(1, "t", "c")));
        assertTrue(after(rule, check(0, "t", "aab")).holds());
        Rule deep = rule("t matches '(x|y)*z'");
        assertFalse(after(deep, check(0, "t", "x".repeat(1_000_000))).holds());
    }

    @Test
    void percentagesAreAReadingOfTheirOwn() {
        Rule rule = rule("memory > 80%");
        assertFalse(after(rule, check(0, "memory", 81, "memory-percent", 80)).holds());
        assertTrue(after(rule, check(0, "memory", 0, "memory-percent", 80.1)).holds());
        assertTrue(after(rule("cpu.wait > 20%"), check(0, "cpu.wait", 21)).holds());
        assertTrue(after(rule("memory-percent > 20%"), check(0, "memory-percent", 21))
                .holds());
    }

    /** Kleene: a and b, a or b, for a, b of yes, no, unknown; a rule that holds shows what is true, its negation what is false. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, yes, yes", "1, 0, no, yes", "1, ?, unknown, yes",
        "0, 1, no, yes", "0, 0, no, no", "0, ?, no, unknown",
        "?, 1, unknown, yes", "?, 0, no, unknown", "?, ?, unknown, unknown"
    })
    void whatIsUnknownDecidesNothing(String a, String b, String and, String or) {
        Sample sample = check(0, "a", of(a), "b", of(b));
        assertEquals(and, truth("a = 1 and b = 1", sample));
        assertEquals(or, truth("a = 1 or b = 1", sample));
        assertEquals(and, truth("not (not a = 1 or not b = 1)", sample));
    }

    private static Object of(String value) {
        return value.equals("?") ? UNKNOWN : Integer.valueOf(value);
    }

    private static String truth(String condition, Sample sample) {
        if (after(rule(condition), sample).holds()) {
            return "yes";
        }
        return after(rule("not (" + condition + ")"), sample).holds() ? "no" : "unknown";
    }

    @Test
    void whatIsNoNumberOrTextIsUnknown() {
        assertEquals("unknown", truth("a > 5", check(0)));
        assertEquals("unknown", truth("a > 5", check(0, "a", "6")));
        assertEquals("unknown", truth("a > 5", check(0, "a", Double.NaN)));
        assertEquals("unknown", truth("a > 5", check(0, "a", Double.POSITIVE_INFINITY)));
        assertEquals("unknown", truth("a changed", check(0, "a", Double.NaN)));
        assertEquals("unknown", truth("a = active", check(0, "a", 6)));
        assertEquals("unknown", truth("a contains 'x'", check(0, "a", UNKNOWN)));
        assertEquals("unknown", truth("failed", check(0)));
        assertEquals("unknown", truth("a > 5 within 5s", check(0)));
    }

    @Test
    void unknownSamplesKeepTheRuleAsItIs() {
        assertEquals(
                "-+++-",
                course(
                        rule("n > 5"),
                        check(0, "n", 5),
                        check(1, "n", 6),
                        check(2),
                        check(3, "n", UNKNOWN),
                        check(4, "n", 5)));
        assertEquals(
                "---+",
                course(rule("failed for 2 checks"), check(0, "failed", 1), check(1), check(2), check(3, "failed", 1)));
    }

    @Test
    void aFirstSuccessIsSilent() {
        RuleState state = after(rule("failed"), check(0, "failed", 0));
        assertFalse(state.holds());
        assertEquals(Optional.empty(), state.since());
        assertFalse(RuleState.FRESH.holds());
    }

    @Test
    void tellsSinceWhen() {
        Rule rule = rule("n > 5 for 10s", "n < 3");
        RuleState state = after(rule, check(0, "n", 6), check(5, "n", 6), check(10, "n", 6));
        assertEquals(Optional.of(at(10)), state.since());
        assertEquals(Optional.of(at(10)), state.next(rule, check(20, "n", 7)).since());
        assertEquals(Optional.empty(), state.next(rule, check(20, "n", 2)).since());
    }

    @Test
    void lastsForItsTimeExactly() {
        Rule rule = rule("n > 5 for 10s");
        assertEquals("---", course(rule, check(0, "n", 6), check(5, "n", 6), check(9.999_999_999, "n", 6)));
        assertEquals("--+", course(rule, check(0, "n", 6), check(5, "n", 6), check(10, "n", 6)));
        assertEquals(
                "----+",
                course(
                        rule,
                        check(0, "n", 6),
                        check(5, "n", 5),
                        check(6, "n", 6),
                        check(11, "n", 6),
                        check(16, "n", 6)));
        assertEquals("--+-", course(rule, check(0, "n", 6), look(5, "n", 6), look(10, "n", 6), look(11, "n", 5)));
    }

    @Test
    void aPauseOfMoreThanHalfBreaksTheRow() {
        Rule rule = rule("n > 5 for 10s");
        assertEquals("--+", course(rule, check(0, "n", 6), check(5, "n", 6), check(10, "n", 6)));
        assertEquals("---", course(rule, check(0, "n", 6), check(5.000_000_001, "n", 6), check(10, "n", 6)));
        assertEquals("---", course(rule, check(0, "n", 6), check(4, "n", 6), check(100, "n", 6)));
    }

    @Test
    void unlessPausesAreUsuallyThatLong() {
        Rule rule = rule("n > 5 for 10s");
        // Every 20 s: the first pause is not usual yet, the second is.
        assertEquals("--+", course(rule, check(0, "n", 6), check(20, "n", 6), check(40, "n", 6)));
        assertEquals("--+", course(rule, check(0, "n", 5), check(20, "n", 6), check(80, "n", 6)));
        assertEquals("---", course(rule, check(0, "n", 5), check(20, "n", 6), check(80.000_000_001, "n", 6)));
        // What is usual is forgotten by half with each sample: after 20 s, 1 s and 1 s it is 5 s.
        assertEquals(
                "-----",
                course(
                        rule,
                        check(0, "n", 5),
                        check(20, "n", 5),
                        check(21, "n", 5),
                        check(22, "n", 6),
                        check(37.1, "n", 6)));
        assertEquals(
                "----+",
                course(
                        rule,
                        check(0, "n", 5),
                        check(20, "n", 5),
                        check(21, "n", 5),
                        check(22, "n", 6),
                        check(37, "n", 6)));
    }

    @Test
    void unknownSamplesAreNoEvidenceThatItLasted() {
        Rule rule = rule("n > 5 for 10s");
        assertEquals(
                "------", course(rule, check(0, "n", 6), check(2), check(4), check(6), check(8), check(10, "n", 6)));
        assertEquals("---+", course(rule, check(0, "n", 6), check(5, "n", 6), check(7), check(10, "n", 6)));
    }

    @Test
    void countsChecksInARow() {
        Rule rule = rule("n > 5 for 3 checks");
        assertEquals("--+-", course(rule, check(0, "n", 6), check(1, "n", 6), check(2, "n", 6), check(3, "n", 5)));
        assertEquals(
                "-----+",
                course(
                        rule,
                        check(0, "n", 6),
                        check(1, "n", 6),
                        check(2, "n", 5),
                        check(3, "n", 6),
                        check(4, "n", 6),
                        check(5, "n", 6)));
        assertEquals(
                "----+",
                course(rule, check(0, "n", 6), look(1, "n", 6), look(2, "n", 5), check(3, "n", 6), check(4, "n", 6)));
        assertEquals("+", course(rule("n > 5 for 1 check"), check(0, "n", 6)));
    }

    @Test
    void countsTimesWithinATime() {
        Rule rule = rule("n > 5 3 times within 10s");
        assertEquals("---+", course(rule, check(0, "n", 6), check(1, "n", 5), check(5, "n", 6), check(9.999, "n", 6)));
        assertEquals("---", course(rule, check(0, "n", 6), check(5, "n", 6), check(10, "n", 6)));
        assertEquals(
                "---+", course(rule, check(0, "n", 6), check(5, "n", 6), check(10, "n", 6), check(14.999, "n", 6)));
    }

    @Test
    void endsAfterAWholeWindowWithFewer() {
        Rule rule = rule("n > 5 2 times within 10s");
        Sample[] begun = {check(0, "n", 6), check(1, "n", 6)};
        assertEquals("-+++", course(rule, begun[0], begun[1], check(2, "n", 5), check(10.999, "n", 5)));
        assertEquals("-++-", course(rule, begun[0], begun[1], check(2, "n", 5), check(11, "n", 5)));
        assertEquals(
                "-+++-", course(rule, begun[0], begun[1], check(10, "n", 6), check(12, "n", 6), check(21, "n", 5)));
        assertEquals("-++-", course(rule, begun[0], begun[1], check(2, "n", 6), check(12, "n", 6)));
    }

    @Test
    void countsTimesWithinChecks() {
        Rule rule = rule("n > 5 2 times within 3 checks");
        assertEquals("--+", course(rule, check(0, "n", 6), check(1, "n", 5), check(2, "n", 6)));
        assertEquals("---", course(rule, check(0, "n", 6), check(1, "n", 5), look(2, "n", 6)));
        assertEquals(
                "----+",
                course(rule, check(0, "n", 6), check(1, "n", 5), check(2, "n", 5), check(3, "n", 6), check(4, "n", 6)));
        assertEquals(
                "-+++-",
                course(rule, check(0, "n", 6), check(1, "n", 6), check(2, "n", 5), check(3, "n", 6), check(4, "n", 5)));
        assertEquals(
                "-+++++-",
                course(
                        rule,
                        check(0, "n", 6),
                        check(1, "n", 6),
                        check(2, "n", 5),
                        check(3, "n", 6),
                        check(4, "n", 6),
                        check(5, "n", 5),
                        check(6, "n", 5)));
    }

    @Test
    void countingBeginsAnewAtEachChange() {
        Rule rule = rule("n > 5 for 2 checks");
        assertEquals(
                "-+--+",
                course(rule, check(0, "n", 6), check(1, "n", 6), check(2, "n", 5), check(3, "n", 6), check(4, "n", 6)));
        Rule cleared = rule("n > 5 for 2 checks", "n > 5 for 2 checks");
        assertEquals(
                "-++--+",
                course(
                        cleared,
                        check(0, "n", 6),
                        check(1, "n", 6),
                        check(2, "n", 6),
                        check(3, "n", 6),
                        check(4, "n", 6),
                        check(5, "n", 6)));
    }

    @Test
    void clearGivesHysteresis() {
        Rule rule = rule("n > 5", "n < 3");
        assertEquals(
                "-+++-",
                course(rule, check(0, "n", 4), check(1, "n", 6), check(2, "n", 4), check(3, "n", 3), check(4, "n", 2)));
    }

    @Test
    void clearMayHaveToLast() {
        Rule rule = rule("failed", "succeeded for 2 checks");
        assertEquals(
                "+++++-",
                course(
                        rule,
                        check(0, "failed", 1),
                        check(1, "failed", 0),
                        check(2, "failed", 1),
                        check(3, "failed", 0),
                        look(4, "failed", 0),
                        check(5, "failed", 0)));
    }

    @Test
    void noticesChanges() {
        Rule rule = rule("t changed");
        assertEquals(
                "--+-+",
                course(
                        rule,
                        check(0, "t", "a"),
                        check(1, "t", "a"),
                        check(2, "t", "b"),
                        check(3, "t", "b"),
                        check(4, "t", "a")));
        assertEquals("---+", course(rule, check(0, "t", "a"), check(1), check(2, "t", "a"), check(3, "t", "b")));
        assertEquals("--+", course(rule, check(0, "t", "a"), check(1), check(2, "t", 5)));
        assertEquals("-+", course(rule("changed"), check(0, "value", 1), check(1, "value", 2)));
    }

    @Test
    void noticesChangesOfLongTexts() {
        Rule rule = rule("t changed");
        String text = "x".repeat(5_000);
        assertEquals("--+", course(rule, check(0, "t", text), check(1, "t", text), check(2, "t", text + "y")));
        assertEquals("-+", course(rule, check(0, "t", "x".repeat(100)), check(1, "t", "x".repeat(101))));
    }

    @Test
    void changesBetweenChecksAreNotLost() {
        assertEquals(
                "--+",
                course(rule("t changed for 1 check"), check(0, "t", "a"), look(1, "t", "b"), check(2, "t", "b")));
        assertEquals("-+-", course(rule("t changed"), check(0, "t", "a"), look(1, "t", "b"), check(2, "t", "b")));
    }

    @Test
    void countsWithinASlidingWindow() {
        Rule rule = rule("restarts >= 3 within 10s");
        assertEquals(
                "----+",
                course(
                        rule,
                        check(0, "restarts", 7),
                        check(1, "restarts", 8),
                        check(2, "restarts", 9),
                        check(3, "restarts", 9),
                        check(4, "restarts", 10)));
        // A slow crash loop that a window with fixed ends would let through.
        assertEquals(
                "---+--",
                course(
                        rule,
                        check(0, "restarts", 0),
                        check(8, "restarts", 1),
                        check(9, "restarts", 2),
                        check(17.999, "restarts", 3),
                        check(18, "restarts", 3),
                        check(30, "restarts", 3)));
    }

    @Test
    void aCountThatFellBeganAnew() {
        Rule rule = rule("restarts >= 3 within 10s");
        assertEquals("--+", course(rule, check(0, "restarts", 5), check(1, "restarts", 6), check(2, "restarts", 2)));
        assertEquals(
                "---+",
                course(
                        rule,
                        check(0, "restarts", 5),
                        check(1, "restarts", 0),
                        check(2, "restarts", 2),
                        check(3, "restarts", 3)));
    }

    @Test
    void onlyWholeCountsCount() {
        Rule rule = rule("c >= 1 within 10s");
        assertEquals(
                "---+",
                course(rule, check(0, "c", 0.5), check(1, "c", 0.9), check(2, "c", UNKNOWN), check(3, "c", 1.1)));
    }

    @Test
    void aGrowthOverManyUnitsAtOnceCounts() {
        assertEquals("-+", course(rule("c > 1000 within 10s"), check(0, "c", 0), check(1, "c", 1001)));
        Rule rule = rule("c > 1000 within 1d");
        RuleState state = RuleState.FRESH;
        for (int i = 0; i <= 1000; i++) {
            state = state.next(rule, check(i, "c", i));
        }
        assertFalse(state.holds());
        for (int i = 1001; i <= 5_000; i++) {
            state = state.next(rule, check(i, "c", i));
            assertTrue(state.holds());
        }
    }

    @Test
    void aGrowthIsUnknownUntilItWasWatchedUnlessItIsDecided() {
        assertEquals("unknown", growth("c < 2 within 10s", 9.999, 1));
        assertEquals("yes", growth("c < 2 within 10s", 10, 1));
        assertEquals("no", growth("c < 2 within 10s", 5, 2));
        assertEquals("unknown", growth("c <= 2 within 10s", 5, 2));
        assertEquals("no", growth("c <= 2 within 10s", 5, 3));
        assertEquals("unknown", growth("c = 2 within 10s", 5, 2));
        assertEquals("no", growth("c = 2 within 10s", 5, 3));
        assertEquals("unknown", growth("c != 2 within 10s", 5, 1));
        assertEquals("unknown", growth("c != 2 within 10s", 5, 2));
        assertEquals("yes", growth("c != 2 within 10s", 5, 3));
        assertEquals("unknown", growth("c > 2 within 10s", 5, 2));
        assertEquals("yes", growth("c > 2 within 10s", 5, 3));
        assertEquals("unknown", growth("c >= 2 within 10s", 5, 1));
        assertEquals("yes", growth("c >= 2 within 10s", 5, 2));
        assertEquals("no", growth("c >= 2 within 10s", 10, 1));
        assertEquals("unknown", growth("c >= 2 within 10s", 9.999, 1));
    }

    private static String growth(String condition, double seconds, int grown) {
        Sample[] samples = {check(0, "c", 0), check(seconds, "c", grown)};
        if (after(rule(condition), samples).holds()) {
            return "yes";
        }
        return after(rule("not " + condition), samples).holds() ? "no" : "unknown";
    }

    @Test
    void aCountIsKeptOverWhatIsUnknownAndOverChanges() {
        Rule rule = rule("c >= 2 within 10s");
        assertEquals(
                "---++-",
                course(
                        rule,
                        check(0, "c", 0),
                        check(1, "c", 1),
                        check(2),
                        check(3, "c", 2),
                        look(9, "c", UNKNOWN),
                        check(12, "c", UNKNOWN)));
    }

    @Test
    void looksBetweenChecksAreCountedToo() {
        Rule rule = rule("c >= 2 within 10s for 1 check");
        assertEquals("---+", course(rule, check(0, "c", 0), look(1, "c", 1), look(2, "c", 2), check(9, "c", 2)));
        assertEquals("---", course(rule, check(0, "c", 0), look(1, "c", 2), check(11, "c", 2)));
    }

    @Test
    void anotherRuleBeginsAnew() {
        RuleState state = after(rule("n > 5 for 3 checks"), check(0, "n", 6), check(1, "n", 6));
        Rule other = rule("n > 5 for 2 checks");
        assertFalse(state.next(other, check(2, "n", 6)).holds());
        assertTrue(state.next(other, check(2, "n", 6))
                .next(other, check(3, "n", 6))
                .holds());
    }

    @Test
    void statesAreValues() {
        Rule rule = rule("n > 5");
        RuleState state = after(rule, check(0, "n", 6));
        assertEquals(state, after(rule, check(0, "n", 6)));
        assertEquals(state.hashCode(), after(rule, check(0, "n", 6)).hashCode());
        assertNotEquals(state, after(rule, check(0, "n", 7)));
        assertNotEquals(state, after(rule, check(1, "n", 6)));
        assertNotEquals(state, RuleState.FRESH);
        assertNotEquals(state, "holds");
        assertEquals("holds since 2026-11-25T12:00:00Z", state.toString());
        assertEquals("does not hold", RuleState.FRESH.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "¦", quoteCharacter = '`', textBlock = """
            n > 480M ¦ n is 520 MiB, more than 480 MiB
            n > 480M for 2 checks ¦ n is 520 MiB, more than 480 MiB
            n < 480M ¦ n is 520 MiB, not less than 480 MiB
            n >= 5 ¦ n is 545259520, at least 5
            n <= 5 ¦ n is 545259520, not at most 5
            n > 1min ¦ n is 6310 d 20 h, more than 60 s
            n = 545259520 ¦ n is 545259520
            n != 545259520 ¦ n is 545259520
            n = 4 ¦ n is 545259520, not equal to 4
            n != 4 ¦ n is 545259520, other than 4
            cpu > 90% ¦ cpu is 91.235%, more than 90%
            m > 1K ¦ m is -2.5, not more than 1 KiB
            m > 1s ¦ m is -2.5, not more than 1.0 s
            state = active ¦ state is active
            state != active ¦ state is active
            state = dead ¦ state is active, not equal to dead
            state != 'half dead' ¦ state is active, other than "half dead"
            state contains 'act' ¦ state contains "act"
            state contains 'axt' ¦ state does not contain "axt"
            state matches '^a.' ¦ state matches "^a."
            state matches '^b' ¦ state does not match "^b"
            state changed ¦ state did not change from active
            changed ¦ what was found did not change from 3
            failed ¦ it failed
            succeeded ¦ it failed
            failed and n > 5 and cpu < 3 ¦ cpu is 91.235, not less than 3
            failed and n > 5 ¦ it failed and n is 545259520, more than 5
            cpu < 3 or n > 5 or failed ¦ n is 545259520, more than 5 and it failed
            cpu < 3 or succeeded ¦ cpu is 91.235, not less than 3 and it failed
            not (cpu < 3 or succeeded) ¦ cpu is 91.235, not less than 3 and it failed
            failed and failed ¦ it failed
            u > 5 ¦ whether u > 5 is not known: nobody knows
            v > 5 ¦ whether v > 5 is not known: it was not measured
            state > 5 ¦ whether state > 5 is not known: it is not a number
            n = active ¦ whether n = active is not known: it is not a text
            n >= 1 within 10min ¦ whether n >= 1 within 10min is not known yet
            v >= 1 within 10min ¦ whether v >= 1 within 10min is not known: it was not measured
            """)
    void saysWhatWasSeen(String condition, String sentence) {
        Rule rule = rule(condition);
        Sample sample = check(
                0,
                "n",
                520 * MEBI,
                "cpu",
                91.2346,
                "state",
                "active",
                "failed",
                1,
                "value",
                3,
                "m",
                -2.5,
                "u",
                UNKNOWN);
        assertEquals(sentence, after(rule, sample).text(rule));
    }

    @Test
    void saysHowLongAndHowOften() {
        Rule lasting = rule("n > 5 for 2min");
        assertEquals(
                "n is 7, more than 5, for 2 min",
                after(lasting, check(0, "n", 6), check(60, "n", 6), check(120, "n", 7))
                        .text(lasting));
        Rule row = rule("n > 5 for 2 checks");
        assertEquals("n is 6, more than 5", after(row, check(0, "n", 6)).text(row));
        assertEquals(
                "n is 6, more than 5, in 2 checks in a row",
                after(row, check(0, "n", 6), check(1, "n", 6)).text(row));
        Rule often = rule("n > 5 2 times within 5s");
        assertEquals(
                "n is 6, more than 5, 2 times within 5.0 s",
                after(often, check(0, "n", 6), check(1, "n", 6)).text(often));
        Rule checks = rule("n > 5 1 times within 2 checks");
        assertEquals(
                "n is 6, more than 5, 1 time within 2 checks",
                after(checks, check(0, "n", 6)).text(checks));
        Rule growth = rule("c >= 2 within 10s");
        assertEquals(
                "c grew by 3 within 10 s, at least 2",
                after(growth, check(0, "c", 0), check(1, "c", 3)).text(growth));
        assertEquals(
                "c grew by 1 within 10 s, not at least 2",
                after(growth, check(0, "c", 0), check(10, "c", 1)).text(growth));
        Rule changed = rule("t changed");
        assertEquals(
                "t changed to \"b c\"",
                after(changed, check(0, "t", "a"), check(1, "t", "b c")).text(changed));
        assertEquals("nothing was measured yet", RuleState.FRESH.text(changed));
    }

    @Test
    void whileItHoldsTheSentenceIsAboutWhatMadeItSo() {
        Rule rule = rule("n > 5", "n < 3");
        RuleState state = after(rule, check(0, "n", 6), check(1, "n", 4), check(2));
        assertEquals("n is 6, more than 5", state.text(rule));
        assertEquals(
                "n is 2, not more than 5", state.next(rule, check(3, "n", 2)).text(rule));
        assertEquals(
                "whether n > 5 is not known: it was not measured",
                after(rule, check(0, "n", 5), check(1)).text(rule));
    }

    @Test
    void aLongTextIsShortenedInTheSentence() {
        Rule rule = rule("t != a");
        RuleState state = after(rule, check(0, "t", "b ".repeat(5_000)));
        assertEquals("t is \"" + "b ".repeat(30) + "…\", other than a", state.text(rule));
    }

    /** Against a model that keeps everything and recounts at each sample, over every course of eight samples. */
    @Test
    void windowsAgreeWithAModelThatRecounts() {
        for (int bits = 0; bits < 1 << 8; bits++) {
            List<Boolean> truths = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                truths.add((bits >> i & 1) == 1);
            }
            agree("n > 5 for 3 checks", truths, (since, now) -> now - since >= 3 && count(truths, now - 3, now) == 3);
            agree(
                    "n > 5 2 times within 3 checks",
                    truths,
                    (since, now) -> count(truths, Math.max(since, now - 3), now) >= 2);
            agree("n > 5 2 times within 3s", truths, (since, now) -> count(truths, Math.max(since, now - 3), now) >= 2);
            agree("n > 5 for 2s", truths, (since, now) -> now - since >= 3 && count(truths, now - 3, now) == 3);
        }
    }

    /** Whether the samples from {@code since} to before {@code now} meet the condition. */
    private interface Model {
        boolean isMet(int since, int now);
    }

    private static void agree(String condition, List<Boolean> truths, Model model) {
        Rule rule = rule(condition, "never = 1");
        RuleState state = RuleState.FRESH;
        boolean holds = false;
        for (int i = 0; i < truths.size(); i++) {
            state = state.next(rule, check(i, "n", truths.get(i) ? 6 : 5));
            holds |= model.isMet(0, i + 1);
            assertEquals(holds, state.holds(), condition + " " + truths + " at " + i);
        }
    }

    private static long count(List<Boolean> truths, int from, int to) {
        return truths.subList(Math.max(0, from), to).stream()
                .filter(truth -> truth)
                .count();
    }

    @Test
    void anySamplesAreTaken() {
        Random random = new Random(42);
        List<Rule> rules = List.of(
                rule("n > 5 for 3s", "n < 3 2 times within 4 checks"),
                rule("n changed 2 times within 3s"),
                rule("n >= 3 within 4s or t matches 'a+b' and not failed", "succeeded for 2 checks"));
        for (Rule rule : rules) {
            RuleState state = RuleState.FRESH;
            double now = 0;
            for (int i = 0; i < 5_000; i++) {
                now += random.nextDouble() * 3 - 0.5;
                Object n = random.nextInt(5) == 0 ? UNKNOWN : (Object) (random.nextDouble() * 10);
                state = state.next(
                        rule,
                        new Sample(
                                at(now),
                                check(0, "n", n, "t", "a".repeat(random.nextInt(4)) + "b", "failed", random.nextInt(2))
                                        .readings(),
                                random.nextBoolean()));
                assertEquals(state.holds(), state.since().isPresent());
                assertFalse(state.text(rule).isEmpty());
            }
        }
    }
}
