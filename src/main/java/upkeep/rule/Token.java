package upkeep.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a condition.
 *
 * @param offset where it begins in the text
 * @param text what it says: of a text in quotes, what is between them
 */
record Token(Kind kind, int offset, String text) {

    enum Kind {
        WORD,
        QUOTED,
        UNCLOSED,
        SIGN,
        OPEN,
        CLOSE,
        STRANGE,
        END
    }

    private static final String SIGNS = "<>=!";
    private static final String QUOTES = "'\"";
    private static final String PARENTHESES = "()";

    /** All pieces of a text, with one of kind {@code END} behind them. */
    static List<Token> all(String text) {
        List<Token> tokens = new ArrayList<>();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int end = i + 1;
            if (QUOTES.indexOf(c) >= 0) {
                end = closing(text, i);
                tokens.add(quoted(text, i, end));
            } else if (c == '(') {
                tokens.add(new Token(Kind.OPEN, i, "("));
            } else if (c == ')') {
                tokens.add(new Token(Kind.CLOSE, i, ")"));
            } else if (!isBlank(c)) {
                Kind kind = kind(c);
                while (end < text.length() && kind(text.charAt(end)) == kind) {
                    end++;
                }
                tokens.add(new Token(kind, i, text.substring(i, end)));
            }
            i = end;
        }
        tokens.add(new Token(Kind.END, text.length(), ""));
        return tokens;
    }

    boolean is(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    /** What a run of such characters is; a blank, a quote or a parenthesis ends every run. */
    private static Kind kind(char c) {
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-%:/+µμ".indexOf(c) >= 0) {
            return Kind.WORD;
        }
        if (SIGNS.indexOf(c) >= 0) {
            return Kind.SIGN;
        }
        return isBlank(c) || QUOTES.indexOf(c) >= 0 || PARENTHESES.indexOf(c) >= 0 ? Kind.END : Kind.STRANGE;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** The offset behind the quote that closes the one at {@code start}; the end of the text if none does. */
    private static int closing(String text, int start) {
        char quote = text.charAt(start);
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == quote) {
                return i + 1;
            }
            if (quote == '"' && text.startsWith("\\\"", i)) {
                i++;
            }
        }
        return text.length() + 1;
    }

    private static Token quoted(String text, int start, int end) {
        if (end > text.length()) {
            return new Token(Kind.UNCLOSED, start, text.substring(start + 1));
        }
        String inner = text.substring(start + 1, end - 1);
        return new Token(Kind.QUOTED, start, text.charAt(start) == '"' ? inner.replace("\\\"", "\"") : inner);
    }
}
