package upkeep.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static upkeep.rule.Rules.after;
import static upkeep.rule.Rules.check;
import static upkeep.rule.Rules.rule;

import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;

/** Searches in a content are made elsewhere; rules get the answers. */
class ContentTestTest {

    @Test
    void aRuleTellsWhatIsToBeSearchedFor() {
        Rule rule = rule("(content contains 'b' or not content matches 'a+') and size > 5", "content contains 'b'");
        assertEquals(
                List.of("content contains 'b'", "content matches 'a+'"),
                rule.contentTests().stream().map(ContentTest::measurement).toList());
        assertEquals(
                List.of("content contains 'b'", "content matches 'a+'", "size"),
                rule.metrics().stream().toList());
        assertEquals(List.of(), rule("output contains 'b'").contentTests());
    }

    @Test
    void theAnswersDecide() {
        Rule rule = rule("content matches 'a+'");
        assertTrue(after(rule, check(0, "content matches 'a+'", 1)).holds());
        assertFalse(after(rule, check(0, "content matches 'a+'", 0)).holds());
        assertFalse(after(rule, check(0, "content", "aaa")).holds(), "a content never gets here");
        assertEquals(
                "content matches \"a+\"",
                after(rule, check(0, "content matches 'a+'", 1)).text(rule));
        assertTrue(after(rule("not content matches 'a+'"), check(0, "content matches 'a+'", 0))
                .holds());
    }

    @Test
    void itSearches() {
        ContentTest part = rule("content contains 'b'").contentTests().getFirst();
        assertEquals(Optional.of(true), part.isFoundIn("abc"));
        assertEquals(Optional.of(false), part.isFoundIn("ac"));
        ContentTest pattern = ContentTest.matching("^b$");
        assertEquals(Optional.of(true), pattern.isFoundIn("a\nb"));
        assertEquals(Optional.empty(), ContentTest.matching("(a+)+$").isFoundIn("a".repeat(10_000) + "b"));
        assertThrows(PatternSyntaxException.class, () -> ContentTest.matching("a[b"));
        ContentTest.matching("a".repeat(4_096));
        assertThrows(PatternSyntaxException.class, () -> ContentTest.matching("a".repeat(4_097)));
        assertThrows(PatternSyntaxException.class, () -> ContentTest.matching("(".repeat(33) + ")".repeat(33)));
        assertEquals(rule("content contains  \"b\"").contentTests().getFirst(), part);
    }
}
