package upkeep.store;

import java.time.Duration;

/**
 * How much of the past the ledger keeps: entries younger than {@code age}, and no more than {@code rows} of them; inputs
 * younger than {@code inputAge}; and no more than {@code bytes} of all. What is too much in bytes goes from the inputs
 * first, since they are many and the entries tell the same story; then from the entries. The newest {@link #KEPT_ALWAYS}
 * entries stay whatever their age, so that neither a wrong clock nor a long quiet time empties the ledger.
 *
 * @param bytes of the database file; its log may have {@link #LOG_BYTES} besides
 */
public record Retention(Duration age, long rows, Duration inputAge, long bytes) {

    public static final Retention DEFAULT =
            new Retention(Duration.ofDays(90), 200_000, Duration.ofDays(14), 256L << 20);

    /** So many entries are never dropped for their age. */
    public static final long KEPT_ALWAYS = 1_000;

    /** The log beside the file is cut down to this once it was folded into the file. */
    public static final long LOG_BYTES = 4L << 20;

    public Retention {
        if (age.isNegative() || rows < 1 || inputAge.isNegative() || bytes < 1) {
            throw new IllegalArgumentException("nothing would be kept: " + age + ", " + rows + " rows, " + inputAge
                    + " of inputs, " + bytes + " bytes");
        }
    }
}
