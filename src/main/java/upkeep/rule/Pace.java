package upkeep.rule;

import java.util.Optional;

/**
 * How fast samples come, whatever they show, in monotonic nanoseconds.
 *
 * @param last when the last one came
 * @param usual the longest pause of late; one that was long counts half with each further sample
 */
record Pace(Optional<Long> last, long usual) {

    static final Pace NONE = new Pace(Optional.empty(), 0);

    Pace next(long now) {
        long pause = last.map(before -> now - before).orElse(0L);
        return new Pace(Optional.of(now), Math.max(pause, usual / 2));
    }

    /**
     * The longest pause that does not break a row which has to last for {@code span}: half of it, so that something was
     * seen in between, or three times what is usual, for checks that come more seldom than that.
     */
    long longestPause(long span) {
        return Math.max(span / 2, usual * 3);
    }
}
