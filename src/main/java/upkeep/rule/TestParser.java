package upkeep.rule;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.Nearest;
import upkeep.base.TimeSpan;
import upkeep.rule.Token.Kind;

/** Reads one test of a condition. One that has a mistake is read as {@link #NOTHING}, up to what ends it. */
final class TestParser {

    static final String EXAMPLE = "write a test such as memory > 480M";

    /** Stands where a test has a mistake. */
    static final Expression NOTHING = new Test.Result(true);

    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");

    private final Tokens tokens;
    private final ValueParser values;
    private final Vocabulary vocabulary;

    TestParser(Tokens tokens, ValueParser values, Vocabulary vocabulary) {
        this.tokens = tokens;
        this.values = values;
        this.vocabulary = vocabulary;
    }

    Expression test() {
        Token token = tokens.peek();
        if (token.kind() != Kind.WORD || Value.RESERVED.contains(token.text())) {
            switch (token.kind()) {
                case END ->
                    tokens.mistake(token.offset(), "cannot read the condition: a test is missing here", EXAMPLE);
                case STRANGE -> tokens.strange(token);
                case UNCLOSED -> tokens.unclosed(token);
                case WORD, QUOTED, SIGN, OPEN, CLOSE ->
                    tokens.mistake(
                            token.offset(),
                            "cannot read " + QuotedText.shown(token.text()) + ": a test is missing before it",
                            EXAMPLE);
            }
            // What joins tests stays, so that the next one is read as such.
            if (tokens.peek().equals(token)
                    && token.kind() != Kind.WORD
                    && token.kind() != Kind.CLOSE
                    && token.kind() != Kind.END) {
                tokens.take();
            }
            return skipTest();
        }
        tokens.take();
        Token after = tokens.peek();
        if (after.is("changed")) {
            tokens.take();
            return known(token, new Test.Changed(token.text()));
        }
        if (after.is("contains") || after.is("matches")) {
            tokens.take();
            return search(token, after);
        }
        if (after.kind() == Kind.SIGN) {
            tokens.take();
            return comparison(token, after);
        }
        return switch (token.text()) {
            case "failed" -> known(token, new Test.Result(true));
            case "succeeded" -> known(token, new Test.Result(false));
            case "changed" -> known(token, new Test.Changed(Test.VALUE));
            default -> incomplete(token, after);
        };
    }

    private Expression incomplete(Token token, Token after) {
        String word = QuotedText.shown(token.text());
        if (after.kind() == Kind.STRANGE) {
            tokens.strange(after);
        } else if (vocabulary.has(token.text()) && METRIC.matcher(token.text()).matches()) {
            Optional<String> meant = after.kind() == Kind.WORD
                    ? Nearest.to(after.text(), List.of("changed", "contains", "matches"))
                    : Optional.empty();
            tokens.mistake(
                    meant.isPresent() ? after.offset() : token.offset(),
                    "cannot read " + word + ": it is not said what it is compared with",
                    meant.map(near -> "did you mean \"" + near + "\"?")
                            .orElse("write a comparison such as " + token.text() + " > 0"));
        } else {
            tokens.mistake(
                    token.offset(),
                    "cannot read " + word + ": no test begins with it",
                    vocabulary
                            .nearest(token.text())
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse(EXAMPLE));
        }
        return skipTest();
    }

    /** The test, if its measurement is one of those that there are. */
    private Expression known(Token metric, Test test) {
        String word = QuotedText.shown(metric.text());
        if (!METRIC.matcher(metric.text()).matches()) {
            tokens.mistake(
                    metric.offset(),
                    "cannot read " + word + ": no measurement is called so",
                    "names have a-z, 0-9, - and ., and begin with a letter");
        } else if (!vocabulary.has(test.measurement())) {
            boolean isShare = !test.measurement().equals(metric.text()) && vocabulary.has(metric.text());
            tokens.mistake(
                    metric.offset(),
                    isShare
                            ? "cannot compare " + word + " with a percentage: it is not measured as a share"
                            : "cannot use " + word + ": there is no such measurement here",
                    isShare ? "write a number" : vocabulary.hint(metric.text()));
        }
        return test;
    }

    private Expression search(Token metric, Token verb) {
        Token token = tokens.peek();
        if (token.kind() != Kind.QUOTED) {
            if (token.kind() == Kind.UNCLOSED) {
                tokens.unclosed(token);
            } else {
                tokens.mistake(
                        token.offset(),
                        "cannot read " + QuotedText.shown(verb.text()) + ": a text in quotes must follow",
                        "write " + metric.text() + " " + verb.text() + " \"some text\"");
            }
            return skipTest();
        }
        tokens.take();
        if (verb.is("contains")) {
            if (token.text().isEmpty()) {
                tokens.mistake(
                        token.offset(), "cannot look for an empty text: every text contains it", "write the text");
            }
            return known(metric, new Test.Contains(metric.text(), token.text()));
        }
        Optional<TextPattern> pattern = pattern(token);
        return pattern.isPresent() ? known(metric, new Test.Matches(metric.text(), pattern.get())) : NOTHING;
    }

    private Optional<TextPattern> pattern(Token token) {
        if (TextPattern.brackets(token.text()) > TextPattern.MOST_BRACKETS) {
            tokens.mistake(
                    token.offset(),
                    "cannot use the pattern: it has more than " + TextPattern.MOST_BRACKETS + " brackets",
                    "write a plainer one");
            return Optional.empty();
        }
        try {
            return Optional.of(new TextPattern(token.text()));
        } catch (PatternSyntaxException wrong) {
            int inside = Math.clamp(wrong.getIndex(), 0, token.text().length());
            tokens.mistake(
                    token.offset() + 1 + inside,
                    "cannot use the pattern: " + wrong.getDescription(),
                    "patterns are those of java.util.regex.Pattern; put a backslash before a character that stands for itself");
            return Optional.empty();
        }
    }

    private Expression comparison(Token metric, Token sign) {
        Optional<Operator> operator = Operator.of(sign.text());
        if (operator.isEmpty()) {
            String reversed = new StringBuilder(sign.text()).reverse().toString();
            tokens.mistake(
                    sign.offset(),
                    "cannot read " + QuotedText.shown(sign.text()) + ": there is no such comparison",
                    Nearest.to(Operator.SIGNS.contains(reversed) ? reversed : sign.text(), Operator.SIGNS)
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("write one of " + String.join(" ", Operator.SIGNS)));
        }
        Token at = tokens.peek();
        Optional<Value> value = values.value(sign);
        if (operator.isEmpty() || value.isEmpty()) {
            return skipTest();
        }
        if (tokens.peek().is("within")) {
            tokens.take();
            return growth(metric, operator.get(), value.get(), at);
        }
        if (value.get() instanceof Value.Text && operator.get().orders()) {
            tokens.mistake(
                    sign.offset(),
                    "cannot compare a text with " + sign.text() + ": texts are only equal or not",
                    "write = or !=, or a number");
        }
        return known(metric, new Test.Comparison(metric.text(), operator.get(), value.get()));
    }

    private Expression growth(Token metric, Operator operator, Value value, Token at) {
        boolean isCount = value instanceof Value.Plain number
                && number.number() >= 0
                && number.number() <= Parser.MOST_COUNTED
                && number.number() == Math.rint(number.number());
        if (!isCount) {
            tokens.mistake(
                    at.offset(),
                    "cannot count " + QuotedText.shown(at.text())
                            + " within a time: it is not a whole number from 0 to " + Parser.MOST_COUNTED,
                    "write how many, such as restarts >= 5 within 10min");
        }
        Optional<TimeSpan> within = values.span("within");
        if (!isCount || within.isEmpty()) {
            return skipTest();
        }
        int count = value instanceof Value.Plain number ? (int) number.number() : 0;
        return known(metric, new Test.Growth(metric.text(), operator, count, within.get()));
    }

    private Expression skipTest() {
        tokens.skipTest();
        return NOTHING;
    }
}
