package upkeep.notify;

import java.nio.charset.StandardCharsets;
import upkeep.base.Characters;

/** Text that others wrote, fit for a line of a message. */
final class Clear {

    private Clear() {}

    /**
     * On one line: what ends a line or controls one who reads it becomes a blank, blanks in a row become one, and those at the ends go.
     * Longer texts lose their end for an ellipsis.
     *
     * @param most characters (code points), one at least
     */
    static String line(String text, int most) {
        StringBuilder clear = new StringBuilder();
        int count = 0;
        boolean blank = false;
        for (int at = 0; at < text.length(); ) {
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            if (Character.isWhitespace(character)
                    || Character.isSpaceChar(character)
                    || !Characters.isVisible(character)) {
                blank = count > 0;
                continue;
            }
            int wanted = blank ? 2 : 1;
            if (count + wanted > most) {
                return shortened(clear, count, most);
            }
            if (blank) {
                clear.append(' ');
            }
            clear.appendCodePoint(character);
            count += wanted;
            blank = false;
        }
        return clear.toString();
    }

    private static String shortened(StringBuilder clear, int count, int most) {
        if (count == most) {
            clear.setLength(clear.offsetByCodePoints(clear.length(), -1));
        }
        return clear.append('…').toString();
    }

    /** A line of a log, which keeps its blanks. */
    static String logged(String text, int most) {
        StringBuilder clear = new StringBuilder();
        int[] characters = text.stripTrailing().codePoints().limit(most + 1L).toArray();
        for (int i = 0; i < Math.min(most, characters.length); i++) {
            int character = characters[i];
            if (i == most - 1 && characters.length > most) {
                clear.append('…');
            } else if (character == '\t') {
                clear.append(' ');
            } else {
                clear.appendCodePoint(Characters.isVisible(character) ? character : '·');
            }
        }
        return clear.toString();
    }

    /** The text with so many octets of UTF-8 at most, cut at a line's end if there is one, else between two characters. */
    static String within(String text, int octets) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= octets) {
            return text;
        }
        String ellipsis = "…";
        int left = octets - ellipsis.getBytes(StandardCharsets.UTF_8).length;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            left -= width(character);
            if (left < 0) {
                break;
            }
            end += Character.charCount(character);
        }
        int line = text.lastIndexOf('\n', end - 1);
        return line > end / 2
                ? text.substring(0, line + 1) + ellipsis
                : text.substring(0, end).stripTrailing() + ellipsis;
    }

    private static int width(int character) {
        if (character < 0x80) {
            return 1;
        }
        if (character < 0x800) {
            return 2;
        }
        return character < 0x10000 ? 3 : 4;
    }
}
