package upkeep.rule;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.MeteredText;

/**
 * A regular expression that is looked for in a text; {@code ^} and {@code $} are the ends of a line. The text comes from
 * outside, and some patterns take longer than anybody can wait, so the search may read only so many characters.
 */
final class TextPattern {

    /** Deeper nesting would need more stack than a thread has, in the compiler of patterns already. */
    static final int MOST_BRACKETS = 32;

    /** The compiler of patterns takes four times as long for one that is twice as long. */
    static final int LONGEST = 4_096;

    private static final int MOST_READ = 2_000_000;

    private final String text;
    private final Pattern pattern;

    /** The pattern, or a {@link PatternSyntaxException} that says where it is wrong. */
    TextPattern(String text) {
        this.text = text;
        this.pattern = Pattern.compile(text, Pattern.MULTILINE);
    }

    /** As the constructor, for a pattern that nobody has looked at yet. */
    static TextPattern checked(String text) {
        if (text.length() > LONGEST) {
            throw new PatternSyntaxException("it is longer than " + LONGEST + " characters", text, -1);
        }
        if (brackets(text) > MOST_BRACKETS) {
            throw new PatternSyntaxException("it has more than " + MOST_BRACKETS + " brackets", text, -1);
        }
        return new TextPattern(text);
    }

    static long brackets(String text) {
        return text.chars().filter(c -> "([{".indexOf(c) >= 0).count();
    }

    String text() {
        return text;
    }

    /** Whether it is found; unknown if the search came to no end in time. */
    Truth isFoundIn(String searched) {
        try {
            return Truth.of(pattern.matcher(new MeteredText(searched, MeteredText.Meter.of(MOST_READ)))
                    .find());
        } catch (MeteredText.SpentException | StackOverflowError tooMuch) {
            return Truth.UNKNOWN;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
