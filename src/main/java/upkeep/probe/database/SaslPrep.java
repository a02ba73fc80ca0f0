package upkeep.probe.database;

import java.text.Normalizer;

/**
 * Brings a password into the form that both sides hash (RFC 4013): letters that look the same become the same. A password
 * with characters that the RFC prohibits is taken as it is, as PostgreSQL takes it.
 */
final class SaslPrep {

    private SaslPrep() {}

    static String prepared(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            return text;
        }
        StringBuilder mapped = new StringBuilder();
        text.codePoints().filter(c -> !isNothing(c)).forEach(c -> mapped.appendCodePoint(isSpace(c) ? ' ' : c));
        String normal = Normalizer.normalize(mapped, Normalizer.Form.NFKC);
        return normal.isEmpty() || normal.codePoints().anyMatch(SaslPrep::isProhibited) ? text : normal;
    }

    /** RFC 3454, table B.1: what stands for nothing. */
    private static boolean isNothing(int c) {
        return c == 0xad
                || c == 0x34f
                || c == 0x1806
                || (c >= 0x180b && c <= 0x180d)
                || (c >= 0x200b && c <= 0x200d)
                || c == 0x2060
                || (c >= 0xfe00 && c <= 0xfe0f)
                || c == 0xfeff;
    }

    /** RFC 3454, table C.1.2: spaces other than the space. */
    private static boolean isSpace(int c) {
        return c != ' ' && Character.getType(c) == Character.SPACE_SEPARATOR;
    }

    /** RFC 3454, tables C.2 to C.9, by the classes of Unicode that they list. */
    private static boolean isProhibited(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> (c >= 0xfff9 && c <= 0xfffd) || (c >= 0x2ff0 && c <= 0x2ffb) || c == 0x340 || c == 0x341;
        };
    }
}
