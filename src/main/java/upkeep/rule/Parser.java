package upkeep.rule;

import java.util.ArrayList;
import java.util.List;
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

    private final String text;
    private final Tokens tokens;
    private final TestParser tests;
    private final PersistenceParser ends;

    Parser(Mistake.Part part, String text, Vocabulary vocabulary, List<Mistake> mistakes) {
        this.text = text;
        this.tokens = new Tokens(part, text.length() > MOST_CHARS ? "" : text, mistakes);
        ValueParser values = new ValueParser(tokens);
        this.tests = new TestParser(tokens, values, vocabulary);
        this.ends = new PersistenceParser(tokens, values);
    }

    Condition condition() {
        if (text.length() > MOST_CHARS) {
            tokens.mistake(
                    MOST_CHARS,
                    "cannot read the condition: it is longer than " + MOST_CHARS + " characters",
                    "make several rules of it");
            return new Condition(TestParser.NOTHING, new Persistence.Once());
        }
        if (tokens.peek().kind() == Kind.END) {
            tokens.mistake(0, "cannot read the condition: it is empty", TestParser.EXAMPLE);
            return new Condition(TestParser.NOTHING, new Persistence.Once());
        }
        Expression expression = any(0);
        Persistence persistence = ends.persistence();
        if (tokens.peek().kind() != Kind.END) {
            stray(tokens.peek());
        }
        return new Condition(expression, persistence);
    }

    private Expression any(int depth) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(all(depth));
        } while (tokens.accept("or"));
        return Expression.Any.of(parts);
    }

    private Expression all(int depth) {
        List<Expression> parts = new ArrayList<>();
        do {
            parts.add(not(depth));
        } while (tokens.accept("and"));
        return Expression.All.of(parts);
    }

    private Expression not(int depth) {
        Token token = tokens.peek();
        boolean isNot = token.is("not");
        if (!isNot && token.kind() != Kind.OPEN) {
            return tests.test();
        }
        if (depth == MOST_NESTED) {
            tokens.mistake(
                    token.offset(),
                    "cannot read the condition: it is nested deeper than " + MOST_NESTED + " levels",
                    "make several rules of it");
            tokens.skipAll();
            return TestParser.NOTHING;
        }
        tokens.take();
        return isNot ? new Expression.Not(not(depth + 1)) : inner(token, depth + 1);
    }

    /** What stands between parentheses; {@code open} is the first of them. */
    private Expression inner(Token open, int depth) {
        int before = tokens.mistakes();
        Expression inner = any(depth);
        if (tokens.peek().kind() != Kind.CLOSE && tokens.peek().kind() != Kind.END) {
            stray(tokens.peek());
            tokens.skipTo(Kind.CLOSE);
        }
        if (tokens.peek().kind() == Kind.END) {
            // After a mistake that ended the reading, the parenthesis may well be closed.
            if (tokens.mistakes() == before) {
                tokens.mistake(
                        open.offset(),
                        "cannot read the condition: this parenthesis is never closed",
                        "add the closing )");
            }
        } else {
            tokens.take();
        }
        return inner;
    }

    /** Reports what does not belong where it stands. */
    private void stray(Token token) {
        String word = QuotedText.shown(token.text());
        switch (token.kind()) {
            case STRANGE -> tokens.strange(token);
            case UNCLOSED -> tokens.unclosed(token);
            case CLOSE ->
                tokens.mistake(
                        token.offset(),
                        "cannot read \")\": no parenthesis was opened for it",
                        "leave it out, or add the opening (");
            case WORD, QUOTED, SIGN, OPEN, END -> {
                if (token.is("for") || PersistenceParser.isCounted(token)) {
                    tokens.mistake(
                            token.offset(),
                            "cannot read " + word
                                    + " here: how long or how often is said once, for the whole condition",
                            "write it at the end, outside all parentheses");
                } else if (token.is("and") || token.is("or")) {
                    tokens.mistake(
                            token.offset(),
                            "cannot go on with " + word + ": how long or how often is said at the end",
                            "make two rules of it");
                } else {
                    tokens.mistake(
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
}
