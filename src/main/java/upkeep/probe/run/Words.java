package upkeep.probe.run;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Turns figures and bytes from outside into text that is safe to show and to log. */
public final class Words {

    private Words() {}

    /** A time with at most three significant digits: {@code 5 s}, {@code 1.25 s}, {@code 800 ms}, {@code 12 µs}. */
    public static String seconds(double seconds) {
        double size = Math.abs(seconds);
        if (size >= 0.9995 || size == 0) {
            return figure(seconds) + " s";
        }
        return size >= 0.0009995 ? figure(seconds * 1e3) + " ms" : figure(seconds * 1e6) + " µs";
    }

    private static String figure(double value) {
        double size = Math.abs(value);
        int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }

    public static String bytes(long count) {
        return count == 1 ? "1 byte" : count + " bytes";
    }

    /** A number without a needless fraction: {@code 7}, {@code 0.75}, {@code 1.5E20}. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** The text on one line, control and format characters replaced, cut after {@code limit} characters. */
    public static String printable(String text, int limit) {
        StringBuilder out = new StringBuilder();
        int[] characters = text.codePoints().limit(limit + 1L).toArray();
        for (int i = 0; i < Math.min(characters.length, limit); i++) {
            out.appendCodePoint(isPlain(characters[i]) ? characters[i] : '\uFFFD');
        }
        return characters.length > limit ? out.append('…').toString() : out.toString();
    }

    public static String printable(byte[] bytes, int length, int limit) {
        return printable(new String(bytes, 0, length, StandardCharsets.UTF_8), limit);
    }

    private static boolean isPlain(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
