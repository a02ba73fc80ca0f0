package upkeep.spec;

/** Where the characters of a single value stand among the signs that it was written with. */
final class ScalarColumns {

    private ScalarColumns() {}

    /** How many characters of what was written stand before the char at that offset of the text; 0 beyond one line. */
    static int before(String text, String written, int offset) {
        int end = Math.clamp(offset, 0, text.length());
        int characters = text.codePointCount(0, end);
        if (written.lines().count() > 1 || written.isEmpty()) {
            return 0;
        }
        return switch (written.charAt(0)) {
            case '\'' ->
                1
                        + characters
                        + (int) text.substring(0, end)
                                .chars()
                                .filter(c -> c == '\'')
                                .count();
            case '"' -> escaped(written, characters);
            case '|', '>' -> 0;
            default -> characters;
        };
    }

    /** The signs of so many characters between double quotes, the opening quote counted. */
    private static int escaped(String written, int characters) {
        int[] signs = written.codePoints().toArray();
        int at = 1;
        for (int i = 0; i < characters && at < signs.length; i++) {
            at += signs[at] == '\\' && at + 1 < signs.length ? 2 + digits(signs[at + 1]) : 1;
        }
        return at;
    }

    /** How many hexadecimal digits belong to an escape. */
    private static int digits(int escape) {
        return switch (escape) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
        };
    }
}
