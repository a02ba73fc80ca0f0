package upkeep.host;

/**
 * A text that can be read so many times only. Some patterns take longer than anybody can wait, and what they are looked for
 * in comes from other people's processes.
 */
record MeteredText(String whole, int start, int end, Allowance left) implements CharSequence {

    MeteredText(String whole, Allowance left) {
        this(whole, 0, whole.length(), left);
    }

    /** How many characters may still be read; shared by all texts of one search. */
    static final class Allowance {
        private int left = 20_000_000;

        private void spend() {
            if (left == 0) {
                throw new SpentException();
            }
            left--;
        }
    }

    static final class SpentException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        SpentException() {
            super("the search has read enough", null, false, false);
        }
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        left.spend();
        return whole.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new MeteredText(whole, start + from, start + to, left);
    }

    @Override
    public String toString() {
        return whole.substring(start, end);
    }
}
