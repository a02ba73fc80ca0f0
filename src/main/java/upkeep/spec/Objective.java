package upkeep.spec;

import java.time.Duration;
import java.util.Locale;
import upkeep.base.TimeSpan;

/**
 * How much of the time something is to answer.
 *
 * @param thousandths of a percent, from 50 000 on and below 100 000
 * @param per the time that it is reckoned over, which goes with the clock; 7 to 366 days
 */
public record Objective(int thousandths, TimeSpan per) {

    /** The part of the time in which it need not answer, above 0 and up to 0.5. */
    public double tolerated() {
        return (100_000 - thousandths) / 100_000.0;
    }

    /** For how long it may be down in its time. */
    public Duration budget() {
        return Duration.ofNanos((long) (tolerated() * per.toDuration().toNanos()));
    }

    /** As it is written: {@code 99.9% per 30d}. */
    @Override
    public String toString() {
        String digits = String.format(Locale.ROOT, "%.3f", thousandths / 1_000.0);
        return digits.replaceFirst("\\.?0+$", "") + "% per " + per;
    }
}
