package upkeep.unit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Splits a value at blanks outside quotes, quotes removed. Unlike {@link WordReader} it leaves escapes and specifiers in the
 * words: what they will be is not known here, but where they end is.
 */
final class LooseWords {

    private static final String BLANKS = " \t\n\r";

    private LooseWords() {}

    /** The words; nothing if a quote is not closed. */
    static Optional<List<String>> split(String value) {
        List<String> words = new ArrayList<>();
        int at = 0;
        while (at < value.length()) {
            if (BLANKS.indexOf(value.charAt(at)) >= 0) {
                at++;
            } else {
                int end = endOfWord(value, at);
                if (end < 0) {
                    return Optional.empty();
                }
                words.add(unquoted(value.substring(at, end)));
                at = end;
            }
        }
        return Optional.of(List.copyOf(words));
    }

    /** Where the first word ends, or -1 if a quote in it is not closed. */
    static int endOfFirst(String value) {
        return endOfWord(value, 0);
    }

    private static int endOfWord(String value, int from) {
        char quote = 0;
        int at = from;
        while (at < value.length() && (quote != 0 || BLANKS.indexOf(value.charAt(at)) < 0)) {
            char c = value.charAt(at++);
            if (c == '\\' && at < value.length()) {
                at++;
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            }
        }
        return quote == 0 ? at : -1;
    }

    private static String unquoted(String word) {
        StringBuilder text = new StringBuilder();
        char quote = 0;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (c == '\\' && i + 1 < word.length()) {
                text.append(c).append(word.charAt(++i));
            } else if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (quote != 0 && c == quote) {
                quote = 0;
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
