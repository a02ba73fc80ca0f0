package upkeep.spec;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions that are looked for in bytes. What they have beyond ASCII stands for its UTF-8, each byte of which is
 * a character.
 */
final class OctetPattern {

    private static final int LONGEST = 1_024;

    /** Deeper nesting would need more stack than a thread has, in the compiler of patterns already. */
    private static final int MOST_BRACKETS = 32;

    static final Kind<String> KIND = new Kind<>(
            text -> fault(text).isEmpty() ? Optional.of(Octets.of(text)) : Optional.empty(),
            text -> fault(text).orElse("it is not a regular expression"),
            text -> "write a regular expression of at most 1024 characters, such as \"^220 \"",
            Quoted::whole,
            new Shape.Text("regular expression of Java, 1 to 1024 characters", "regular expressions", ""));

    private OctetPattern() {}

    private static Optional<String> fault(String text) {
        if (text.isEmpty()) {
            return Optional.of("everything contains the empty text");
        }
        if (text.length() > LONGEST) {
            return Optional.of("it is longer than " + LONGEST + " characters");
        }
        if (text.chars().filter(c -> c == '(').count() > MOST_BRACKETS) {
            return Optional.of("it has more than " + MOST_BRACKETS + " brackets");
        }
        try {
            Pattern.compile(Octets.of(text));
            return Optional.empty();
        } catch (PatternSyntaxException wrong) {
            return Optional.of("it is not a regular expression: " + wrong.getDescription());
        }
    }
}
