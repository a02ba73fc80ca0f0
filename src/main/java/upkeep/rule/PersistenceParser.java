package upkeep.rule;

import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.rule.Token.Kind;

/** Reads the end of a condition: how long it must hold, or how often. */
final class PersistenceParser {

    private static final Pattern COUNT = Pattern.compile("[0-9]+");

    private final Tokens tokens;
    private final ValueParser values;

    PersistenceParser(Tokens tokens, ValueParser values) {
        this.tokens = tokens;
        this.values = values;
    }

    Persistence persistence() {
        if (tokens.accept("for")) {
            if (isCounted(tokens.peek()) && isChecks(tokens.second())) {
                return new Persistence.InRow(count());
            }
            Optional<TimeSpan> span = values.span("for");
            return span.isPresent() ? new Persistence.Lasting(span.get()) : unread();
        }
        if (isCounted(tokens.peek()) && isTimes(tokens.second())) {
            return often();
        }
        return new Persistence.Once();
    }

    private Persistence often() {
        Token first = tokens.peek();
        int times = count();
        if (!tokens.accept("within")) {
            tokens.mistake(
                    tokens.peek().offset(),
                    "cannot read " + QuotedText.shown(first.text() + " times") + ": it is not said within what",
                    "write such as 3 times within 10min, or 3 times within 5 checks");
            return unread();
        }
        Token second = tokens.peek();
        if (isCounted(second) && isChecks(tokens.second())) {
            int checks = count();
            if (times > checks) {
                tokens.mistake(
                        second.offset(),
                        "cannot count " + times + " times within " + checks + " checks: they are fewer",
                        "write at least " + times + " checks");
            }
            return new Persistence.OftenOfChecks(times, checks);
        }
        Optional<TimeSpan> within = values.span("within");
        return within.isPresent() ? new Persistence.Often(times, within.get()) : unread();
    }

    /** What follows a broken ending is part of it. */
    private Persistence unread() {
        tokens.skipAll();
        return new Persistence.Once();
    }

    static boolean isCounted(Token token) {
        return token.kind() == Kind.WORD && COUNT.matcher(token.text()).matches();
    }

    private static boolean isChecks(Token token) {
        return token.is("checks") || token.is("check");
    }

    private static boolean isTimes(Token token) {
        return token.is("times") || token.is("time");
    }

    /** The number of checks or times, with the word behind it. */
    private int count() {
        Token token = tokens.peek();
        tokens.take();
        tokens.take();
        String digits = token.text();
        int count = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (count < 1 || count > Parser.MOST_COUNTED) {
            tokens.mistake(
                    token.offset(),
                    "cannot count " + QuotedText.shown(digits) + ": it is not a whole number from 1 to "
                            + Parser.MOST_COUNTED,
                    "write a smaller number, or a time span");
            return 1;
        }
        return count;
    }
}
