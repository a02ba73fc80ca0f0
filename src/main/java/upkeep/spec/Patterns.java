package upkeep.spec;

import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import upkeep.rule.ContentTest;

/** Regular expressions as single values: those that rules have after {@code matches}. */
final class Patterns {

    static final Kind<String> PATTERN = Kind.text(
                    Patterns::fault,
                    "patterns are those of java.util.regex.Pattern; put a backslash before a character that stands for"
                            + " itself")
            .shown(Quoted::whole)
            .called("pattern");

    private Patterns() {}

    private static Optional<String> fault(String text) {
        if (text.isEmpty()) {
            return Optional.of("the empty pattern is found everywhere");
        }
        try {
            ContentTest.matching(text);
            return Kinds.fault(text, true);
        } catch (PatternSyntaxException wrong) {
            return Optional.of(wrong.getDescription());
        }
    }
}
