package upkeep.rule;

import java.util.List;
import java.util.Optional;
import upkeep.rule.Token.Kind;

/** The pieces of a condition as they are read, and the mistakes in them. Behind the last stands one of kind {@code END}. */
final class Tokens {

    private final Mistake.Part part;
    private final List<Token> tokens;
    private final List<Mistake> mistakes;
    private int next;

    Tokens(Mistake.Part part, String text, List<Mistake> mistakes) {
        this.part = part;
        this.tokens = Token.all(text);
        this.mistakes = mistakes;
    }

    Token peek() {
        return tokens.get(next);
    }

    /** The one behind the next, which must not be the end. */
    Token second() {
        return tokens.get(next + 1);
    }

    /** The next one, which must not be the end; goes on behind it. */
    Token take() {
        return tokens.get(next++);
    }

    boolean accept(String word) {
        boolean is = peek().is(word);
        next += is ? 1 : 0;
        return is;
    }

    void skipAll() {
        next = tokens.size() - 1;
    }

    void skipTo(Kind kind) {
        while (peek().kind() != Kind.END && peek().kind() != kind) {
            next++;
        }
    }

    /** Goes on behind a test that has a mistake. */
    void skipTest() {
        int open = 0;
        while (peek().kind() != Kind.END && (open > 0 || !endsTest(peek()))) {
            open += peek().kind() == Kind.OPEN ? 1 : 0;
            open -= peek().kind() == Kind.CLOSE ? 1 : 0;
            next++;
        }
    }

    private static boolean endsTest(Token token) {
        return token.kind() == Kind.CLOSE || token.is("and") || token.is("or") || token.is("for");
    }

    /** How many mistakes were found so far. */
    int mistakes() {
        return mistakes.size();
    }

    void strange(Token token) {
        mistake(
                token.offset(),
                "cannot read " + QuotedText.shown(token.text()) + ": it means nothing in a condition",
                "put a text in quotes");
    }

    /** Nothing can be read behind a quote that is never closed. */
    void unclosed(Token token) {
        mistake(token.offset(), "cannot read the condition: this quote is never closed", "add the closing quote");
        skipAll();
    }

    /** Notes a mistake, unless there is one at that place: what is wrong in two ways is told once. */
    void mistake(int offset, String message, String hint) {
        if (!mistakes.isEmpty()
                && mistakes.getLast().part() == part
                && mistakes.getLast().offset() == offset) {
            return;
        }
        mistakes.add(new Mistake(part, offset, message, Optional.of(hint)));
    }
}
