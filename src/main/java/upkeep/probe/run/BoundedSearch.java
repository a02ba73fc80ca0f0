package upkeep.probe.run;

import java.util.regex.Pattern;
import upkeep.base.MeteredText;

/**
 * Looks for a regular expression in a text that comes from outside, and gives up at the deadline of the probe: with some
 * patterns and texts the search takes longer than anybody can wait.
 */
public final class BoundedSearch {

    /** How many characters are read between two looks at the clock. */
    private static final int STRETCH = 1 << 14;

    private BoundedSearch() {}

    /**
     * Whether it is found; {@code ^} and {@code $} are the ends of a line.
     *
     * @throws Stop.Unasked if the search came to no end in time, which is the pattern's fault and nobody's failure
     */
    public static boolean isFound(String pattern, String text, Deadline deadline) throws Stop {
        try {
            return Pattern.compile(pattern, Pattern.MULTILINE)
                    .matcher(new MeteredText(text, new Clock(deadline)))
                    .find();
        } catch (MeteredText.SpentException | StackOverflowError tooMuch) {
            throw new Stop.Unasked("cannot tell whether \"" + Words.printable(pattern, 60)
                    + "\" matches: the search takes too long; write a pattern that backtracks less");
        }
    }

    /** Counts what is read, and looks at the deadline now and then. */
    private static final class Clock implements MeteredText.Meter {
        private final Deadline deadline;
        private int count;

        Clock(Deadline deadline) {
            this.deadline = deadline;
        }

        @Override
        public void read() {
            if (++count % STRETCH == 0
                    && (deadline.hasPassed() || Thread.currentThread().isInterrupted())) {
                throw new MeteredText.SpentException();
            }
        }
    }
}
