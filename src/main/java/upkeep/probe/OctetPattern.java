package upkeep.probe;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A regular expression that is looked for in what a server sent, of which each byte is a character. Some patterns take
 * longer on some texts than anybody can wait, so the search may read only so many characters.
 */
final class OctetPattern {

    private static final int MOST_READ = 2_000_000;

    private final Pattern pattern;

    OctetPattern(String text) {
        pattern = Pattern.compile(text);
    }

    /** Whether it is found; what came to no end in time is nobody's fault but the pattern's. */
    boolean isFoundIn(byte[] bytes) throws Stop {
        try {
            return pattern.matcher(new Metered(new String(bytes, StandardCharsets.ISO_8859_1)))
                    .find();
        } catch (SpentException | StackOverflowError tooMuch) {
            throw new Stop.Unasked("cannot look for " + Words.printable(pattern.pattern(), 100)
                    + " in the answer: the search takes too long; write a pattern with fewer repetitions");
        }
    }

    private static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("the search has read enough", null, false, false);
        }
    }

    /** A text that can be read so many times only. Used by one thread. */
    private static final class Metered implements CharSequence {
        private final String text;
        private int left = MOST_READ;

        Metered(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (left-- == 0) {
                throw new SpentException();
            }
            return text.charAt(index);
        }

        /** Asked for groups alone, of which none is. */
        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
