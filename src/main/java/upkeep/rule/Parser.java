package upkeep.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import upkeep.base.Nearest;
import upkeep.base.TimeSpan;
import upkeep.rule.Token.Kind;

/**
 * Reads one condition by recursive descent. After a mistake it goes on behind the test that has it, so that all are found
 * in one go; what it returns then is not to be used. Used once, by one thread.
 *
 * <pre>
 * condition   = any [ "for" SPAN | "for" N "checks" | N "times" "within" ( SPAN | M "checks" ) ]
 * any         = all { "or" all }
 * all         = not { "and" not }
 * not         = "not" not | "(" any ")" | test
 * test        = "failed" | "succeeded" | "changed" | METRIC "changed"
 *             | METRIC ( "contains" | "matches" ) TEXT | METRIC SIGN VALUE | METRIC SIGN N "within" SPAN
 * </pre>
 */
final class Parser {

    static final int MOST_CHARS = 1_000;
    static final int MOST_NESTED = 32;
    static final int MOST_COUNTED = 1_000;
    static final TimeSpan LONGEST = TimeSpan.ofSeconds(30 * 86_400);

    private static final Pattern METRIC = Pattern.compile("[a-z][a-z0-9]*([.-][a-z0-9]+)*");
    private static final Pattern COUNT = Pattern.compile("[0-9]+");
    private static final String EXAMPLE = "write a test such as memory > 480M";

    /** Stands where a test has a mistake. */
    private static final Expression NOTHING = new Test.Result(true);

    private final Mistake.Part part;
    private final String text;
    private final Vocabulary vocabulary;
    private final List<Mistake> mistakes;
    private final List<Token> tokens;
    private int next;

    Parser(Mistake.Part part, String text, Vocabulary vocabulary, List<Mistake> mistakes) {
        this.part = part;
        this.text = text;
        this.vocabulary = vocabulary;
        this.mistakes = mistakes;
        this.tokens = text.length() > MOST_CHARS ? List.of() : Token.all(text);
    }

    Condition condition() {
        if (text.length() > MOST_CHARS) {
            mistake(
                    MOST_CHARS,
                    "cannot read the condition: it is longer than " + MOST_CHARS + " characters",
                    "make several rules of it");
            return new Condition(NOTHING, new Persistence.Once());
        }
        if (peek().kind() == Kind.END) {
            mistake(0, "cannot read the condition: it is empty", EXAMPLE);
            return new Condition(NOTHING, new Persistence.Once());
        }
        Expression expression = any(0);
        Persistence persistence = persistence();
        if (peek().kind() != Kind.END) {
            stray(peek());
        }
        return new Condition(expression, persistence);
    }

    private Expression any(int depth) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(all(depth));
        } while (accept("or"));
        return Expression.Any.of(parts);
    }

    private Expression all(int depth) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(not(depth));
        } while (accept("and"));
        return Expression.All.of(parts);
    }

    private Expression not(int depth) {
        Token token = peek();
        boolean isNot = token.is("not");
        if (!isNot && token.kind() != Kind.OPEN) {
            return test();
        }
        if (depth == MOST_NESTED) {
            mistake(
                    token.offset(),
                    "cannot read the condition: it is nested deeper than " + MOST_NESTED + " levels",
                    "make several rules of it");
            next = tokens.size() - 1;
            return NOTHING;
        }
        next++;
        return isNot ? new Expression.Not(not(depth + 1)) : inner(token, depth + 1);
    }

    /** What stands between parentheses; {@code open} is the first of them. */
    private Expression inner(Token open, int depth) {
        int before = mistakes.size();
        Expression inner = any(depth);
        if (peek().kind() != Kind.CLOSE && peek().kind() != Kind.END) {
            stray(peek());
            skip(Kind.CLOSE);
        }
        if (peek().kind() == Kind.END) {
            // After a mistake that ended the reading, the parenthesis may well be closed.
            if (mistakes.size() == before) {
                mistake(
                        open.offset(),
                        "cannot read the condition: this parenthesis is never closed",
                        "add the closing )");
            }
        } else {
            next++;
        }
        return inner;
    }

    private Expression test() {
        int begin = next;
        Token token = peek();
        if (token.kind() != Kind.WORD || Value.RESERVED.contains(token.text())) {
            switch (token.kind()) {
                case END -> mistake(token.offset(), "cannot read the condition: a test is missing here", EXAMPLE);
                case STRANGE -> strange(token);
                case UNCLOSED -> unclosed(token);
                case WORD, QUOTED, SIGN, OPEN, CLOSE ->
                    mistake(
                            token.offset(),
                            "cannot read " + QuotedText.shown(token.text()) + ": a test is missing before it",
                            EXAMPLE);
            }
            // What joins tests stays, so that the next one is read as such.
            if (next == begin && token.kind() != Kind.WORD && token.kind() != Kind.CLOSE && token.kind() != Kind.END) {
                next++;
            }
            return skipTest();
        }
        next++;
        Token after = peek();
        if (after.is("changed")) {
            next++;
            return known(token, new Test.Changed(token.text()));
        }
        if (after.is("contains") || after.is("matches")) {
            next++;
            return search(token, after);
        }
        if (after.kind() == Kind.SIGN) {
            next++;
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
            strange(after);
        } else if (vocabulary.has(token.text()) && METRIC.matcher(token.text()).matches()) {
            Optional<String> meant = after.kind() == Kind.WORD
                    ? Nearest.to(after.text(), List.of("changed", "contains", "matches"))
                    : Optional.empty();
            mistake(
                    meant.isPresent() ? after.offset() : token.offset(),
                    "cannot read " + word + ": it is not said what it is compared with",
                    meant.map(near -> "did you mean \"" + near + "\"?")
                            .orElse("write a comparison such as " + token.text() + " > 0"));
        } else {
            mistake(
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
            mistake(
                    metric.offset(),
                    "cannot read " + word + ": no measurement is called so",
                    "names have a-z, 0-9, - and ., and begin with a letter");
        } else if (!vocabulary.has(test.reading())) {
            boolean isShare = !test.reading().equals(metric.text()) && vocabulary.has(metric.text());
            mistake(
                    metric.offset(),
                    isShare
                            ? "cannot compare " + word + " with a percentage: it is not measured as a share"
                            : "cannot use " + word + ": there is no such measurement here",
                    isShare ? "write a number" : vocabulary.hint(metric.text()));
        }
        return test;
    }

    private Expression search(Token metric, Token verb) {
        Token token = peek();
        if (token.kind() != Kind.QUOTED) {
            if (token.kind() == Kind.UNCLOSED) {
                unclosed(token);
            } else {
                mistake(
                        token.offset(),
                        "cannot read " + QuotedText.shown(verb.text()) + ": a text in quotes must follow",
                        "write " + metric.text() + " " + verb.text() + " \"some text\"");
            }
            return skipTest();
        }
        next++;
        if (verb.is("contains")) {
            if (token.text().isEmpty()) {
                mistake(token.offset(), "cannot look for an empty text: every text contains it", "write the text");
            }
            return known(metric, new Test.Contains(metric.text(), token.text()));
        }
        Optional<TextPattern> pattern = pattern(token);
        return pattern.isPresent() ? known(metric, new Test.Matches(metric.text(), pattern.get())) : NOTHING;
    }

    private Optional<TextPattern> pattern(Token token) {
        long brackets = token.text().chars().filter(c -> "([{".indexOf(c) >= 0).count();
        if (brackets > TextPattern.MOST_BRACKETS) {
            mistake(
                    token.offset(),
                    "cannot use the pattern: it has more than " + TextPattern.MOST_BRACKETS + " brackets",
                    "write a plainer one");
            return Optional.empty();
        }
        try {
            return Optional.of(new TextPattern(token.text()));
        } catch (PatternSyntaxException wrong) {
            int inside = Math.clamp(wrong.getIndex(), 0, token.text().length());
            mistake(
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
            mistake(
                    sign.offset(),
                    "cannot read " + QuotedText.shown(sign.text()) + ": there is no such comparison",
                    Nearest.to(Operator.SIGNS.contains(reversed) ? reversed : sign.text(), Operator.SIGNS)
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("write one of " + String.join(" ", Operator.SIGNS)));
        }
        Token at = peek();
        Optional<Value> value = value(sign);
        if (operator.isEmpty() || value.isEmpty()) {
            return skipTest();
        }
        if (peek().is("within")) {
            next++;
            return growth(metric, operator.get(), value.get(), at);
        }
        if (value.get() instanceof Value.Text && operator.get().orders()) {
            mistake(
                    sign.offset(),
                    "cannot compare a text with " + sign.text() + ": texts are only equal or not",
                    "write = or !=, or a number");
        }
        return known(metric, new Test.Comparison(metric.text(), operator.get(), value.get()));
    }

    private Expression growth(Token metric, Operator operator, Value value, Token at) {
        boolean isCount = value instanceof Value.Plain number
                && number.number() >= 0
                && number.number() <= MOST_COUNTED
                && number.number() == Math.rint(number.number());
        if (!isCount) {
            mistake(
                    at.offset(),
                    "cannot count " + QuotedText.shown(at.text())
                            + " within a time: it is not a whole number from 0 to " + MOST_COUNTED,
                    "write how many, such as restarts >= 5 within 10min");
        }
        Optional<TimeSpan> within = span("within");
        if (!isCount || within.isEmpty()) {
            return skipTest();
        }
        int count = value instanceof Value.Plain number ? (int) number.number() : 0;
        return known(metric, new Test.Growth(metric.text(), operator, count, within.get()));
    }

    /** The value that follows a sign. */
    private Optional<Value> value(Token sign) {
        Token token = peek();
        switch (token.kind()) {
            case QUOTED -> {
                next++;
                return Optional.of(new Value.Text(token.text()));
            }
            case UNCLOSED -> unclosed(token);
            case STRANGE -> strange(token);
            case SIGN, OPEN, CLOSE, END -> missingValue(sign, token);
            case WORD -> {
                if (Value.RESERVED.contains(token.text())) {
                    missingValue(sign, token);
                    return Optional.empty();
                }
                Optional<Value> value = Value.parse(words());
                if (value.isEmpty()) {
                    mistake(
                            token.offset(),
                            "cannot read " + QuotedText.shown(token.text())
                                    + ": it is not a number, percentage, size, time span or word",
                            "write a value such as 5, 90%, 480M or 31min, or put a text in quotes");
                }
                return value;
            }
        }
        return Optional.empty();
    }

    private void missingValue(Token sign, Token token) {
        mistake(
                token.offset(),
                "cannot read " + QuotedText.shown(sign.text()) + ": a value is missing after it",
                "write a value such as 5, 90%, 480M or 31min");
    }

    /** The words that make one value: {@code 5 min} and {@code 1h 30min} are written with blanks, too. */
    private String words() {
        StringBuilder words = new StringBuilder(tokens.get(next++).text());
        if (Value.NUMBER.matcher(words).matches() && isUnit(peek())) {
            words.append(tokens.get(next++).text());
        }
        while (isSpan(words.toString())) {
            if (peek().kind() == Kind.WORD && isSpan(peek().text())) {
                words.append(tokens.get(next++).text());
            } else if (isNumber(peek()) && isUnit(tokens.get(next + 1))) {
                words.append(tokens.get(next++).text())
                        .append(tokens.get(next++).text());
            } else {
                break;
            }
        }
        return words.toString();
    }

    private static boolean isNumber(Token token) {
        return token.kind() == Kind.WORD && Value.NUMBER.matcher(token.text()).matches();
    }

    private static boolean isUnit(Token token) {
        return token.kind() == Kind.WORD
                && Value.parse("1" + token.text())
                        .filter(value -> value instanceof Value.Size || value instanceof Value.Span)
                        .isPresent();
    }

    private static boolean isSpan(String words) {
        return Value.parse(words).filter(Value.Span.class::isInstance).isPresent();
    }

    private Persistence persistence() {
        if (accept("for")) {
            if (isCounted(peek()) && isChecks(tokens.get(next + 1))) {
                return new Persistence.InRow(count());
            }
            Optional<TimeSpan> span = span("for");
            return span.isPresent() ? new Persistence.Lasting(span.get()) : unread();
        }
        if (isCounted(peek()) && isTimes(tokens.get(next + 1))) {
            return often();
        }
        return new Persistence.Once();
    }

    private Persistence often() {
        Token first = peek();
        int times = count();
        if (!accept("within")) {
            mistake(
                    peek().offset(),
                    "cannot read " + QuotedText.shown(first.text() + " times") + ": it is not said within what",
                    "write such as 3 times within 10min, or 3 times within 5 checks");
            return unread();
        }
        Token second = peek();
        if (isCounted(second) && isChecks(tokens.get(next + 1))) {
            int checks = count();
            if (times > checks) {
                mistake(
                        second.offset(),
                        "cannot count " + times + " times within " + checks + " checks: they are fewer",
                        "write at least " + times + " checks");
            }
            return new Persistence.OftenOfChecks(times, checks);
        }
        Optional<TimeSpan> within = span("within");
        return within.isPresent() ? new Persistence.Often(times, within.get()) : unread();
    }

    /** What follows a broken ending is part of it. */
    private Persistence unread() {
        next = tokens.size() - 1;
        return new Persistence.Once();
    }

    private static boolean isCounted(Token token) {
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
        Token token = peek();
        next += 2;
        String digits = token.text();
        int count = digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (count < 1 || count > MOST_COUNTED) {
            mistake(
                    token.offset(),
                    "cannot count " + QuotedText.shown(digits) + ": it is not a whole number from 1 to " + MOST_COUNTED,
                    "write a smaller number, or a time span");
            return 1;
        }
        return count;
    }

    /** The time span that must follow a word. */
    private Optional<TimeSpan> span(String word) {
        Token token = peek();
        boolean begins = token.kind() == Kind.WORD && !Value.RESERVED.contains(token.text());
        Optional<Value> value = begins ? Value.parse(words()) : Optional.empty();
        if (!(value.isPresent() && value.get() instanceof Value.Span(TimeSpan span))) {
            boolean isBare = value.isPresent() && value.get() instanceof Value.Plain;
            mistake(
                    token.offset(),
                    "cannot read " + QuotedText.shown(word) + ": "
                            + (isBare ? "the number after it has no unit" : "a time span must follow"),
                    isBare
                            ? "write " + token.text() + "s, " + token.text() + "min or " + token.text() + " checks"
                            : "write such as " + word + " 10min");
            return Optional.empty();
        }
        if (span.microseconds() == 0 || span.compareTo(LONGEST) > 0) {
            mistake(
                    token.offset(),
                    "cannot wait " + span + ": it must be more than zero and at most 30d",
                    "write a time span such as 10min");
            return Optional.empty();
        }
        return Optional.of(span);
    }

    /** Reports what does not belong where it stands. */
    private void stray(Token token) {
        String word = QuotedText.shown(token.text());
        switch (token.kind()) {
            case STRANGE -> strange(token);
            case UNCLOSED -> unclosed(token);
            case CLOSE ->
                mistake(
                        token.offset(),
                        "cannot read \")\": no parenthesis was opened for it",
                        "leave it out, or add the opening (");
            case WORD, QUOTED, SIGN, OPEN, END -> {
                if (token.is("for") || isCounted(token)) {
                    mistake(
                            token.offset(),
                            "cannot read " + word
                                    + " here: how long or how often is said once, for the whole condition",
                            "write it at the end, outside all parentheses");
                } else if (token.is("and") || token.is("or")) {
                    mistake(
                            token.offset(),
                            "cannot go on with " + word + ": how long or how often is said at the end",
                            "make two rules of it");
                } else {
                    mistake(
                            token.offset(),
                            "cannot read " + word + ": it does not belong here",
                            token.kind() == Kind.WORD
                                    ? Nearest.to(token.text(), List.of("and", "or", "for", "within"))
                                            .map(near -> "did you mean \"" + near + "\"?")
                                            .orElse("join two tests with and or or")
                                    : "join two tests with and or or");
                }
            }
        }
    }

    private void strange(Token token) {
        mistake(
                token.offset(),
                "cannot read " + QuotedText.shown(token.text()) + ": it means nothing in a condition",
                "put a text in quotes");
    }

    private void unclosed(Token token) {
        mistake(token.offset(), "cannot read the condition: this quote is never closed", "add the closing quote");
        next = tokens.size() - 1;
    }

    /** Goes on behind a test that has a mistake. */
    private Expression skipTest() {
        int open = 0;
        while (peek().kind() != Kind.END && (open > 0 || !endsTest(peek()))) {
            open += peek().kind() == Kind.OPEN ? 1 : 0;
            open -= peek().kind() == Kind.CLOSE ? 1 : 0;
            next++;
        }
        return NOTHING;
    }

    private static boolean endsTest(Token token) {
        return token.kind() == Kind.CLOSE || token.is("and") || token.is("or") || token.is("for");
    }

    private void skip(Kind kind) {
        while (peek().kind() != Kind.END && peek().kind() != kind) {
            next++;
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private boolean accept(String word) {
        boolean is = peek().is(word);
        next += is ? 1 : 0;
        return is;
    }

    /** Notes a mistake, unless there is one at that place: what is wrong in two ways is told once. */
    private void mistake(int offset, String message, String hint) {
        if (!mistakes.isEmpty()
                && mistakes.getLast().part() == part
                && mistakes.getLast().offset() == offset) {
            return;
        }
        mistakes.add(new Mistake(part, offset, message, Optional.of(hint)));
    }
}
