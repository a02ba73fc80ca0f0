package upkeep.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the language takes, in its plainest form, and what it says to the rest. */
class ParserTest {

    private static final Set<String> METRICS = Set.of(
            "memory", "memory-percent", "cpu", "cpu.wait", "state", "restarts", "content", "failed", "value", "age");

    @ParameterizedTest
    @CsvSource(delimiterString = " ¦ ", quoteCharacter = '`', textBlock = """
            memory>480M ¦ memory > 480M
            (memory   >   480MB) ¦ memory > 480M
            memory > 1536 B ¦ memory > 1536B
            memory > 1024B ¦ memory > 1K
            memory > 0B ¦ memory > 0B
            memory > 480 M ¦ memory > 480M
            memory > 90.50% ¦ memory > 90.5%
            offset < -0.1 ¦ offset < -0.1
            offset = -0 ¦ offset = 0
            offset == 1.000 ¦ offset = 1
            memory > 999999999999999 ¦ memory > 999999999999999
            memory > 999999999.999999 ¦ memory > 999999999.999999
            age >= 90s ¦ age >= 1min 30s
            age >= 1h 30min 5 s ¦ age >= 1h 30min 5s
            age >= 5 min ¦ age >= 5min
            age >= 0s ¦ age >= 0s
            age <= 500 ¦ age <= 500
            age <= 1y ¦ age <= 365d 6h
            state != active ¦ state != active
            state = 'and' ¦ state = 'and'
            state = "5" ¦ state = '5'
            state = "it's \\"so\\"" ¦ state = "it's \\"so\\""
            state = infinity ¦ state = infinity
            state = failed ¦ state = failed
            failed ¦ failed
            succeeded ¦ succeeded
            changed ¦ changed
            value changed ¦ changed
            failed changed ¦ failed changed
            failed > 0 ¦ failed > 0
            liveness.status changed ¦ liveness.status changed
            content contains "a  b" ¦ content contains 'a  b'
            content matches "\\[.*_.*\\]" ¦ content matches '\\[.*_.*\\]'
            content matches '^a"b\\\\$' ¦ content matches '^a"b\\\\$'
            restarts >= 5 within 10min ¦ restarts >= 5 within 10min
            restarts < 0 within 600 s ¦ restarts < 0 within 10min
            restarts > 1000 within 30d ¦ restarts > 1000 within 30d
            a > 1 and b > 2 or c > 3 ¦ a > 1 and b > 2 or c > 3
            a > 1 and (b > 2 or c > 3) ¦ a > 1 and (b > 2 or c > 3)
            (a > 1 and b > 2) or (c > 3) ¦ a > 1 and b > 2 or c > 3
            (a > 1 or b > 2) or c > 3 ¦ a > 1 or b > 2 or c > 3
            a > 1 and (b > 2 and c > 3) ¦ a > 1 and b > 2 and c > 3
            not not failed ¦ not not failed
            not (failed) ¦ not failed
            not (failed and changed) ¦ not (failed and changed)
            not (failed or changed) ¦ not (failed or changed)
            not failed or changed ¦ not failed or changed
            failed for 120 ¦ ERROR
            failed for 120s ¦ failed for 2min
            failed for 1 check ¦ failed for 1 check
            failed for 1000 checks ¦ failed for 1000 checks
            failed 1 time within 1 check ¦ failed 1 times within 1 check
            failed 3 times within 10min ¦ failed 3 times within 10min
            failed 3 times within 3 checks ¦ failed 3 times within 3 checks
            status != 0 3 times within 5 checks ¦ status != 0 3 times within 5 checks
            age > 5min 3 times within 5 checks ¦ age > 5min 3 times within 5 checks
            restarts >= 5 within 10min 3 times within 1h ¦ restarts >= 5 within 10min 3 times within 1h
            failed for 30d ¦ failed for 30d
            """)
    void hasOnePlainForm(String text, String plain) {
        if (plain.equals("ERROR")) {
            assertFalse(mistakes(text).isEmpty());
            return;
        }
        Rule rule = Rules.rule(text);
        assertEquals(plain, rule.text());
        assertEquals(rule, Rules.rule(rule.text()));
    }

    @Test
    void blanksOfAllKindsSeparate() {
        assertEquals("failed and changed", Rules.rule("failed\tand\r\nchanged ").text());
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " ¦ ", quoteCharacter = '`', textBlock = """
            memori > 5 ¦ 0: cannot use "memori": there is no such measurement here (did you mean "memory"?)
            memory > 5 and xyz < 3 ¦ 15: cannot use "xyz": there is no such measurement here (there are age, content, cpu, cpu.wait, failed, memory, memory-percent, restarts, state, value)
            age > 90% ¦ 0: cannot compare "age" with a percentage: it is not measured as a share (write a number)
            Memory > 5 ¦ 0: cannot read "Memory": no measurement is called so (names have a-z, 0-9, - and ., and begin with a letter)
            memory.-a > 5 ¦ 0: cannot read "memory.-a": no measurement is called so (names have a-z, 0-9, - and ., and begin with a letter)
            memory ¦ 0: cannot read "memory": it is not said what it is compared with (write a comparison such as memory > 0)
            memory chnged ¦ 7: cannot read "memory": it is not said what it is compared with (did you mean "changed"?)
            faild ¦ 0: cannot read "faild": no test begins with it (did you mean "failed"?)
            memry ¦ 0: cannot read "memry": no test begins with it (did you mean "memory"?)
            zzz ¦ 0: cannot read "zzz": no test begins with it (write a test such as memory > 480M)
            memory => 480M ¦ 7: cannot read "=>": there is no such comparison (did you mean ">="?)
            memory =< 480M ¦ 7: cannot read "=<": there is no such comparison (did you mean "<="?)
            memory =! 480M ¦ 7: cannot read "=!": there is no such comparison (did you mean "!="?)
            memory === 5 ¦ 7: cannot read "===": there is no such comparison (write one of > >= < <= = !=)
            memory <>! 5 ¦ 7: cannot read "<>!": there is no such comparison (write one of > >= < <= = !=)
            memory > ¦ 8: cannot read ">": a value is missing after it (write a value such as 5, 90%, 480M or 31min)
            memory > and failed ¦ 9: cannot read ">": a value is missing after it (write a value such as 5, 90%, 480M or 31min)
            memory > > 5 ¦ 9: cannot read ">": a value is missing after it (write a value such as 5, 90%, 480M or 31min)
            memory > 5x ¦ 9: cannot read "5x": it is not a number, percentage, size, time span or word (write a value such as 5, 90%, 480M or 31min, or put a text in quotes)
            memory > 0.0000001 ¦ 9: cannot read "0.0000001": it is not a number, percentage, size, time span or word (write a value such as 5, 90%, 480M or 31min, or put a text in quotes)
            memory > 1234567890123456 ¦ 9: cannot read "1234567890123456": it is not a number, percentage, size, time span or word (write a value such as 5, 90%, 480M or 31min, or put a text in quotes)
            age > 5min '3s' ¦ 11: cannot read "3s": it does not belong here (join two tests with and or or)
            memory > lots ¦ 7: cannot compare a text with >: texts are only equal or not (write = or !=, or a number)
            memory > "5" ¦ 7: cannot compare a text with >: texts are only equal or not (write = or !=, or a number)
            memory = $5 ¦ 9: cannot read "$": it means nothing in a condition (put a text in quotes)
            memory $ 5 ¦ 7: cannot read "$": it means nothing in a condition (put a text in quotes)
            $ > 5 ¦ 0: cannot read "$": it means nothing in a condition (put a text in quotes)
            failed $ ¦ 7: cannot read "$": it means nothing in a condition (put a text in quotes)
            state = 'run ¦ 8: cannot read the condition: this quote is never closed (add the closing quote)
            "run ¦ 0: cannot read the condition: this quote is never closed (add the closing quote)
            failed "run ¦ 7: cannot read the condition: this quote is never closed (add the closing quote)
            content contains "run ¦ 17: cannot read the condition: this quote is never closed (add the closing quote)
            content contains run ¦ 17: cannot read "contains": a text in quotes must follow (write content contains "some text")
            content contains '' ¦ 17: cannot look for an empty text: every text contains it (write the text)
            content matches ¦ 15: cannot read "matches": a text in quotes must follow (write content matches "some text")
            content matches 'a[b' ¦ 19: cannot use the pattern: Unclosed character class (patterns are those of java.util.regex.Pattern; put a backslash before a character that stands for itself)
            failed and ¦ 10: cannot read the condition: a test is missing here (write a test such as memory > 480M)
            and failed ¦ 0: cannot read "and": a test is missing before it (write a test such as memory > 480M)
            failed or or changed ¦ 10: cannot read "or": a test is missing before it (write a test such as memory > 480M)
            not ¦ 3: cannot read the condition: a test is missing here (write a test such as memory > 480M)
            () ¦ 1: cannot read ")": a test is missing before it (write a test such as memory > 480M)
            > 5 ¦ 0: cannot read ">": a test is missing before it (write a test such as memory > 480M)
            'a' = 5 ¦ 0: cannot read "a": a test is missing before it (write a test such as memory > 480M)
            (failed ¦ 0: cannot read the condition: this parenthesis is never closed (add the closing ))
            failed) ¦ 6: cannot read ")": no parenthesis was opened for it (leave it out, or add the opening ()
            failed changed and) ¦ 18: cannot read ")": a test is missing before it (write a test such as memory > 480M)
            failed cpu > 90% ¦ 7: cannot read "cpu": it does not belong here (join two tests with and or or)
            failed adn cpu > 90% ¦ 7: cannot read "adn": it does not belong here (did you mean "and"?)
            failed > 1 'x' ¦ 11: cannot read "x": it does not belong here (join two tests with and or or)
            failed > 1 > ¦ 11: cannot read ">": it does not belong here (join two tests with and or or)
            (failed for 2min) and changed ¦ 8: cannot read "for" here: how long or how often is said once, for the whole condition (write it at the end, outside all parentheses)
            failed for 2min for 3 checks ¦ 16: cannot read "for" here: how long or how often is said once, for the whole condition (write it at the end, outside all parentheses)
            failed 3 within 5min ¦ 7: cannot read "3" here: how long or how often is said once, for the whole condition (write it at the end, outside all parentheses)
            failed for 2min and changed ¦ 16: cannot go on with "and": how long or how often is said at the end (make two rules of it)
            failed for 2min or changed ¦ 16: cannot go on with "or": how long or how often is said at the end (make two rules of it)
            failed for ¦ 10: cannot read "for": a time span must follow (write such as for 10min)
            failed for and ¦ 11: cannot read "for": a time span must follow (write such as for 10min)
            failed for (2min) ¦ 11: cannot read "for": a time span must follow (write such as for 10min)
            failed for ever ¦ 11: cannot read "for": a time span must follow (write such as for 10min)
            failed for 5 ¦ 11: cannot read "for": the number after it has no unit (write 5s, 5min or 5 checks)
            failed for 0s ¦ 11: cannot wait 0: it must be more than zero and at most 30d (write a time span such as 10min)
            failed for 31d ¦ 11: cannot wait 31d: it must be more than zero and at most 30d (write a time span such as 10min)
            failed for 2592001s ¦ 11: cannot wait 30d 1s: it must be more than zero and at most 30d (write a time span such as 10min)
            failed for 0 checks ¦ 11: cannot count "0": it is not a whole number from 1 to 1000 (write a smaller number, or a time span)
            failed for 1001 checks ¦ 11: cannot count "1001": it is not a whole number from 1 to 1000 (write a smaller number, or a time span)
            failed for 9999999999 checks ¦ 11: cannot count "9999999999": it is not a whole number from 1 to 1000 (write a smaller number, or a time span)
            failed for 999999999 checks ¦ 11: cannot count "999999999": it is not a whole number from 1 to 1000 (write a smaller number, or a time span)
            failed 3 times ¦ 14: cannot read "3 times": it is not said within what (write such as 3 times within 10min, or 3 times within 5 checks)
            failed 3 times within ¦ 21: cannot read "within": a time span must follow (write such as within 10min)
            failed 3 times within 5 ¦ 22: cannot read "within": the number after it has no unit (write 5s, 5min or 5 checks)
            failed 3 times within 2 checks ¦ 22: cannot count 3 times within 2 checks: they are fewer (write at least 3 checks)
            failed 0 times within 2 checks ¦ 7: cannot count "0": it is not a whole number from 1 to 1000 (write a smaller number, or a time span)
            failed 1 times within 1001 checks ¦ 22: cannot count "1001": it is not a whole number from 1 to 1000 (write a smaller number, or a time span)
            restarts > 1001 within 5min ¦ 11: cannot count "1001" within a time: it is not a whole number from 0 to 1000 (write how many, such as restarts >= 5 within 10min)
            restarts > -1 within 5min ¦ 11: cannot count "-1" within a time: it is not a whole number from 0 to 1000 (write how many, such as restarts >= 5 within 10min)
            restarts > 1.5 within 5min ¦ 11: cannot count "1.5" within a time: it is not a whole number from 0 to 1000 (write how many, such as restarts >= 5 within 10min)
            restarts > 5% within 5min ¦ 11: cannot count "5%" within a time: it is not a whole number from 0 to 1000 (write how many, such as restarts >= 5 within 10min)
            restarts > 5 within 5 ¦ 20: cannot read "within": the number after it has no unit (write 5s, 5min or 5 checks)
            """)
    void saysWhatIsWrongAndWhere(String text, String mistake) {
        assertEquals(List.of(mistake), mistakes(text));
    }

    @Test
    void allMistakesAreFoundInOneGo() {
        assertEquals(
                List.of(
                        "0: cannot use \"memori\"",
                        "18: cannot read \"=<\"",
                        "28: cannot use \"agee\"",
                        "42: cannot wait 0"),
                mistakes("memori > 5 or cpu =< 3 and (agee > 3) for 0s").stream()
                        .map(mistake -> mistake.replaceAll(":[^:]*$", ""))
                        .toList());
    }

    @Test
    void aMistakeInNestedParenthesesBreedsNoOther() {
        assertEquals(1, mistakes("memory > (cpu > (5)) and (failed)").size());
        assertEquals(1, mistakes("(memory > 'a and (failed").size());
    }

    @Test
    void theWaysAreToldApart() {
        Parsed parsed = Rule.parse("memory >", Optional.of("(cpu < 5"), METRICS);
        List<Mistake> mistakes = parsed instanceof Parsed.Refused refused ? refused.mistakes() : List.of();
        assertEquals(
                List.of(Mistake.Part.CONDITION, Mistake.Part.CLEAR),
                mistakes.stream().map(Mistake::part).toList());
        assertEquals(List.of(8, 0), mistakes.stream().map(Mistake::offset).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\n"})
    void nothingIsNoCondition(String text) {
        assertEquals(
                List.of("0: cannot read the condition: it is empty (write a test such as memory > 480M)"),
                mistakes(text));
    }

    @Test
    void thereAreLimits() {
        String longest = "failed" + " ".repeat(994);
        assertEquals(List.of(), mistakes(longest));
        assertEquals(
                List.of(
                        "1000: cannot read the condition: it is longer than 1000 characters (make several rules of it)"),
                mistakes(longest + " "));

        assertEquals(List.of(), mistakes("(".repeat(32) + "failed" + ")".repeat(32)));
        assertEquals(
                List.of("32: cannot read the condition: it is nested deeper than 32 levels (make several rules of it)"),
                mistakes("(".repeat(33) + "failed" + ")".repeat(33)));
        assertEquals(List.of(), mistakes("not ".repeat(32) + "failed"));
        assertEquals(1, mistakes("not ".repeat(33) + "failed").size());
        assertEquals(List.of(), mistakes("not (".repeat(16) + "failed" + ")".repeat(16)));
        assertEquals(
                1, mistakes("not (".repeat(16) + "not failed" + ")".repeat(16)).size());

        assertEquals(List.of(), mistakes("content matches '" + "(".repeat(32) + ")".repeat(32) + "'"));
        assertEquals(
                List.of("16: cannot use the pattern: it has more than 32 brackets (write a plainer one)"),
                mistakes("content matches '" + "({[".repeat(11) + "'"));
    }

    @Test
    void messagesMoveNoCursor() {
        assertEquals(
                List.of("7: cannot read \"\\u{1b}\\u{202e}\": it means nothing in a condition (put a text in quotes)"),
                mistakes("failed \u001b\u202e"));
        assertEquals(
                List.of("0: cannot read \"" + "x".repeat(60)
                        + "…\": no test begins with it (write a test such as memory > 480M)"),
                mistakes("x".repeat(61)));
        assertEquals(
                List.of("0: cannot read \"" + "x".repeat(60)
                        + "\": no test begins with it (write a test such as memory > 480M)"),
                mistakes("x".repeat(60)));
    }

    @Test
    void namesItsReadings() {
        Rule rule = Rules.rule(
                "memory > 90% and cpu > 90% or cpu.wait > 1% or disk-percent > 5% or space > 5",
                "not changed and succeeded");
        assertEquals(
                Set.of("memory-percent", "cpu", "cpu.wait", "disk-percent", "space", "value", "failed"),
                Set.copyOf(rule.metrics()));
    }

    @Test
    void isEqualIfItSaysTheSame() {
        Rule rule = Rules.rule("content matches 'a' for 2min", "failed");
        assertEquals(rule, Rules.rule("(content matches \"a\") for 120s", "failed"));
        assertEquals(
                rule.hashCode(),
                Rules.rule("(content matches \"a\") for 120s", "failed").hashCode());
        assertNotEquals(rule, Rules.rule("content matches 'b' for 2min", "failed"));
        assertNotEquals(rule, Rules.rule("content matches 'a' for 2min", "changed"));
        assertNotEquals(rule, Rules.rule("content matches 'a' for 2min"));
        assertNotEquals(rule, "failed");
        assertEquals("content matches 'a' for 2min, clear: failed", rule.toString());
        assertEquals(Optional.of("failed"), rule.clearText());
        assertEquals("failed", Rules.rule("failed").toString());
    }

    @Test
    void aChangeHasNoOtherSide() {
        assertTrue(Rules.rule("memory > 5 or content changed").isMomentary());
        assertFalse(Rules.rule("memory > 5").isMomentary());
    }

    @Test
    void neverThrowsAndAlwaysReadsItsOwnText() {
        Random random = new Random(20261125);
        List<String> pieces = List.of(
                "memory",
                "cpu",
                "failed",
                "succeeded",
                "changed",
                "content",
                "contains",
                "matches",
                "and",
                "or",
                "not",
                "(",
                ")",
                ">",
                ">=",
                "=",
                "!=",
                "5",
                "90%",
                "480M",
                "31min",
                "1h",
                "0",
                "-1",
                "s",
                "'a'",
                "\"b\\\"\"",
                "'",
                "\"",
                "\\",
                "for",
                "within",
                "times",
                "checks",
                "1000",
                "99999999999",
                "infinity",
                "running",
                "$",
                "é",
                "\u0000",
                "\ud800",
                " ",
                "\n",
                "'(a+)+$'",
                "'[[('",
                "'\\\\Q'",
                "M",
                "month");
        int read = 0;
        for (int i = 0; i < 60_000; i++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(8);
            for (int k = 0; k < length; k++) {
                text.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextInt(5) == 0 ? "" : " ");
            }
            Parsed parsed = random.nextBoolean()
                    ? Rule.parse(text.toString(), Optional.empty())
                    : Rule.parse("failed", Optional.of(text.toString()), METRICS);
            switch (parsed) {
                case Parsed.Read ok -> {
                    read++;
                    Rule again = ok.rule().clearText().isPresent()
                            ? Rules.rule(ok.rule().text(), ok.rule().clearText().get())
                            : Rules.rule(ok.rule().text());
                    assertEquals(ok.rule(), again, text.toString());
                }
                case Parsed.Refused refused -> {
                    assertFalse(refused.mistakes().isEmpty());
                    for (Mistake mistake : refused.mistakes()) {
                        assertTrue(mistake.offset() >= 0 && mistake.offset() <= text.length(), text.toString());
                        assertTrue(mistake.message().startsWith("cannot "), mistake.message());
                    }
                }
            }
        }
        assertTrue(read > 500, read + " were conditions");
    }

    @Test
    void neverThrowsOnNoise() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            String noise = random.ints(random.nextInt(40), 0, 0x180)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining());
            Parsed parsed = Rule.parse(noise, Optional.of("content matches '" + noise.replace("'", "") + "'"));
            assertTrue(parsed instanceof Parsed.Refused || parsed instanceof Parsed.Read);
        }
    }

    /** The mistakes as {@code OFFSET: MESSAGE (HINT)}. */
    private static List<String> mistakes(String text) {
        return Rule.parse(text, Optional.empty(), METRICS) instanceof Parsed.Refused refused
                ? refused.mistakes().stream()
                        .map(mistake -> mistake.offset() + ": " + mistake.message() + " ("
                                + mistake.hint().orElse("") + ")")
                        .toList()
                : List.of();
    }
}
