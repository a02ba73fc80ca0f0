package upkeep.probe;

import java.util.regex.Pattern;

/**
 * Looks for a regular expression in a text that comes from outside, and gives up at the deadline of the probe: with some
 * patterns and texts the search takes longer than anybody can wait.
 */
final class BoundedSearch {

    /** How many characters are read between two looks at the clock. */
    private static final int STRETCH = 1 << 14;

    private BoundedSearch() {}

    /**
     * Whether it is found; {@code ^} and {@code $} are the ends of a line.
     *
     * @throws Stop.Unasked if the search came to no end in time, which is the pattern's fault and nobody's failure
     */
    static boolean isFound(String pattern, String text, Deadline deadline) throws Stop {
        try {
            return Pattern.compile(pattern, Pattern.MULTILINE)
                    .matcher(new Text(text, 0, text.length(), new Clock(deadline)))
                    .find();
        } catch (LateException | StackOverflowError tooMuch) {
            throw new Stop.Unasked("cannot tell whether \"" + Words.printable(pattern, 60)
                    + "\" matches: the search takes too long; write a pattern that backtracks less");
        }
    }

    private static final class LateException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LateException() {
            super("the search takes too long", null, false, false);
        }
    }

    /** Counts what is read, and looks at the deadline now and then. */
    private static final class Clock {
        private final Deadline deadline;
        private int read;

        Clock(Deadline deadline) {
            this.deadline = deadline;
        }

        void tick() {
            if (++read % STRETCH == 0
                    && (deadline.hasPassed() || Thread.currentThread().isInterrupted())) {
                throw new LateException();
            }
        }
    }

    private record Text(String whole, int start, int end, Clock clock) implements CharSequence {
        @Override
        public int length() {
            return end - start;
        }

        @Override
        public char charAt(int index) {
            clock.tick();
            return whole.charAt(start + index);
        }

        @Override
        public CharSequence subSequence(int from, int to) {
            return new Text(whole, start + from, start + to, clock);
        }

        @Override
        public String toString() {
            return whole.substring(start, end);
        }
    }
}
