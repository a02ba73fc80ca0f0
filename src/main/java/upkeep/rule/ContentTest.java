package upkeep.rule;

import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A search in what a file or a program says, to be made where that is: the content itself goes no further. Immutable,
 * equal if it searches for the same; safe from any thread.
 */
public final class ContentTest {

    private final Test test;

    private ContentTest(Test test) {
        this.test = test;
    }

    static Stream<ContentTest> of(Test test) {
        boolean isSearch = test instanceof Test.Contains || test instanceof Test.Matches;
        return isSearch && test.measurement().equals(Test.CONTENT) ? Stream.of(new ContentTest(test)) : Stream.empty();
    }

    /** A search that belongs to no rule, for a pattern as {@code content matches} has it. */
    public static ContentTest matching(String pattern) throws PatternSyntaxException {
        return new ContentTest(new Test.Matches(Test.CONTENT, TextPattern.checked(pattern)));
    }

    /** The name under which a rule looks for the answer: 1 for found, 0 for not found. */
    public String measurement() {
        return test.reading();
    }

    /** Whether it is found in a text; nothing if a pattern takes longer than anybody can wait. */
    public Optional<Boolean> isFoundIn(String text) {
        Truth truth = test instanceof Test.Matches matches
                ? matches.pattern().isFoundIn(text)
                : Truth.of(test instanceof Test.Contains contains && text.contains(contains.part()));
        return truth == Truth.UNKNOWN ? Optional.empty() : Optional.of(truth == Truth.YES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ContentTest search && search.test.equals(test);
    }

    @Override
    public int hashCode() {
        return test.hashCode();
    }

    @Override
    public String toString() {
        return test.text();
    }
}
