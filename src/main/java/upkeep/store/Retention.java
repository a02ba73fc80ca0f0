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

    private static final Duration INPUTS = Duration.ofDays(14);
    private static final long BYTES_A_ROW = 1_342;

    /** What is kept where nobody says otherwise. */
    public static final Retention DEFAULT = of(Duration.ofDays(90), 256L << 20);

    /** So many entries are never dropped for their age. */
    public static final long KEPT_ALWAYS = 1_000;

    /** The log beside the file is cut down to this once it was folded into the file. */
    public static final long LOG_BYTES = 4L << 20;

    /** Entries of that age in a file of that size, whose larger part is for inputs, and those two weeks at most. */
    public static Retention of(Duration age, long bytes) {
        return new Retention(age, bytes / BYTES_A_ROW, age.compareTo(INPUTS) < 0 ? age : INPUTS, bytes);
    }

    public Retention {
        if (age.isNegative() || rows < 1 || inputAge.isNegative() || bytes < 1) {
            throw new IllegalArgumentException("nothing would be kept: " + age + ", " + rows + " rows, " + inputAge
                    + " of inputs, " + bytes + " bytes");
        }
    }
}
