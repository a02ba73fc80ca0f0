package upkeep.store;

import java.time.Duration;

/**
 * How much of the past the ledger keeps: entries younger than {@code age}, and no more than {@code rows} of them. The
 * newest {@link #KEPT_ALWAYS} stay whatever their age, so that neither a wrong clock nor a long quiet time empties it.
 */
public record Retention(Duration age, long rows) {

    public static final Retention DEFAULT = new Retention(Duration.ofDays(90), 200_000);

    /** So many entries are never dropped for their age. */
    public static final long KEPT_ALWAYS = 1_000;

    public Retention {
        if (age.isNegative() || rows < 1) {
            throw new IllegalArgumentException("nothing would be kept: " + age + ", " + rows + " rows");
        }
    }
}
