package upkeep.rule;

/**
 * Texts in quotes. Between single quotes everything stands for itself; between double quotes {@code \"} is a quote, and
 * every other backslash is itself, as patterns need it.
 */
final class QuotedText {

    private static final int LONGEST_SHOWN = 60;

    private QuotedText() {}

    /** The text as a condition has it. One with a single quote cannot end in a backslash: no condition can say that. */
    static String written(String text) {
        return text.indexOf('\'') < 0 ? "'" + text + "'" : "\"" + text.replace("\"", "\\\"") + "\"";
    }

    /** The text as a message has it: shortened, and without what would move a terminal's cursor. */
    static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(LONGEST_SHOWN).forEach(c -> {
            if (isVisible(c)) {
                shown.appendCodePoint(c);
            } else {
                shown.append(String.format("\\u{%x}", c));
            }
        });
        if (text.codePointCount(0, text.length()) > LONGEST_SHOWN) {
            shown.append('…');
        }
        return shown.append('"').toString();
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
