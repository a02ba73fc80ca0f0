package upkeep.base;

/**
 * A text of which a meter hears whenever a character is read. Some regular expressions take longer on some texts than
 * anybody can wait, and this is how a search over such a text is ended. Used by one thread.
 *
 * @param start where the part begins that this is
 * @param end where it ends
 */
public record MeteredText(String whole, int start, int end, Meter meter) implements CharSequence {

    public MeteredText(String whole, Meter meter) {
        this(whole, 0, whole.length(), meter);
    }

    /** Hears of every character that is read. */
    @FunctionalInterface
    public interface Meter {
        /**
         * One more.
         *
         * @throws SpentException if that was too many
         */
        void read();

        /** A meter for so many characters, of all texts that have it together. */
        static Meter of(int characters) {
            return new Meter() {
                private int left = characters;

                @Override
                public void read() {
                    if (left == 0) {
                        throw new SpentException();
                    }
                    left--;
                }
            };
        }
    }

    /** The search has read enough. */
    public static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public SpentException() {
            super("the search has read enough", null, false, false);
        }
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        meter.read();
        return whole.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new MeteredText(whole, start + from, start + to, meter);
    }

    @Override
    public String toString() {
        return whole.substring(start, end);
    }
}
