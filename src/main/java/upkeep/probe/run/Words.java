package upkeep.probe.run;

import java.nio.charset.StandardCharsets;
import upkeep.base.Characters;

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
        // Not by String.format: that takes ten times as long, and this is done for each probe.
        double size = Math.abs(value);
        long scale = size >= 100 ? 1 : size >= 10 ? 10 : 100;
        long rounded = Math.round(size * scale);
        String whole = (value < 0 && rounded > 0 ? "-" : "") + rounded / scale;
        if (rounded % scale == 0) {
            return whole;
        }
        String fraction = Long.toString(scale + rounded % scale).substring(1);
        return whole + "." + (fraction.endsWith("0") ? fraction.substring(0, 1) : fraction);
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
        if (text.length() <= limit && text.chars().allMatch(Words::isPlainAscii)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int[] characters = text.codePoints().limit(limit + 1L).toArray();
        for (int i = 0; i < Math.min(characters.length, limit); i++) {
            out.appendCodePoint(Characters.isVisible(characters[i]) ? characters[i] : '\uFFFD');
        }
        return characters.length > limit ? out.append('…').toString() : out.toString();
    }

    public static String printable(byte[] bytes, int length, int limit) {
        return printable(new String(bytes, 0, length, StandardCharsets.UTF_8), limit);
    }

    private static boolean isPlainAscii(int character) {
        return character >= ' ' && character < 0x7f;
    }
}
