package upkeep.spec;

import java.util.regex.Pattern;

/** A text from a spec as an error message shows it: in quotes, shortened, with nothing that moves a terminal's cursor. */
final class Quoted {

    private static final int LONGEST = 60;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,60}");

    private Quoted() {}

    static String text(String text) {
        return quote(text, LONGEST);
    }

    /** The whole text so that no other text is shown alike: quotes and backslashes inside are escaped. */
    static String whole(String text) {
        return quote(text.replace("\\", "\\\\").replace("\"", "\\\""), Integer.MAX_VALUE);
    }

    private static String quote(String text, int longest) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(longest).forEach(c -> append(shown, c));
        if (text.codePointCount(0, text.length()) > longest) {
            shown.append('…');
        }
        return shown.append('"').toString();
    }

    /** A key: as it is if it looks like one, else in quotes. */
    static String name(String key) {
        return PLAIN.matcher(key).matches() ? key : text(key);
    }

    /** {@code U+000A} for a line feed. */
    static String codePoint(int codePoint) {
        return String.format("U+%04X", codePoint);
    }

    private static void append(StringBuilder shown, int c) {
        boolean visible = switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
        switch (c) {
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            default -> {
                if (visible) {
                    shown.appendCodePoint(c);
                } else {
                    shown.append(String.format(c > 0xFFFF ? "\\U%08X" : "\\u%04X", c));
                }
            }
        }
    }
}
