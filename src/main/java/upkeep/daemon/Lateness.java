package upkeep.daemon;

import java.time.Duration;
import upkeep.control.LatenessView;

/**
 * How late probes begin, counted in steps of at most a sixteenth of each value, in two spans of {@link #SPAN}: the one
 * that is passing and the one before. Thread-safe.
 */
final class Lateness {

    static final Duration SPAN = Duration.ofSeconds(30);

    private static final int STEPS = 16;
    private static final int STEP_BITS = 4;
    /** For the microseconds of half a day and more; what is later counts as that late. */
    private static final int BUCKETS = STEPS * 33;

    /** The probes of one span. */
    private static final class Span {
        private final int[] counts = new int[BUCKETS];
        private long probes;
        private long maxMicros;

        void add(long micros) {
            counts[bucket(micros)]++;
            probes++;
            maxMicros = Math.max(maxMicros, micros);
        }
    }

    private Span before = new Span();
    private Span now = new Span();
    private long beganNanos;

    Lateness(long nanos) {
        this.beganNanos = nanos;
    }

    /** A probe begins that was due then; both on the monotonic clock. */
    synchronized void began(long nanos, long dueNanos) {
        turn(nanos);
        now.add(Math.max(0, nanos - dueNanos) / 1_000);
    }

    synchronized LatenessView view(long nanos) {
        turn(nanos);
        long probes = before.probes + now.probes;
        double max = Math.max(before.maxMicros, now.maxMicros) / 1e6;
        return probes == 0
                ? LatenessView.NONE
                : new LatenessView(probes, Math.min(max, share(probes, 0.5)), Math.min(max, share(probes, 0.99)), max);
    }

    /** Begins a new span if this one is over; after a silence of two, both are empty. */
    private void turn(long nanos) {
        long over = (nanos - beganNanos) / SPAN.toNanos();
        if (over > 0) {
            before = over == 1 ? now : new Span();
            now = new Span();
            beganNanos += over * SPAN.toNanos();
        }
    }

    /** Seconds, within which that share of all probes began. */
    private double share(long probes, double share) {
        long left = (long) Math.ceil(probes * share);
        int bucket = -1;
        while (left > 0) {
            bucket++;
            left -= before.counts[bucket] + now.counts[bucket];
        }
        return upperMicros(bucket) / 1e6;
    }

    /** The first {@value #STEPS} are microseconds; from there on each doubling has as many. */
    private static int bucket(long micros) {
        if (micros < STEPS) {
            return (int) micros;
        }
        int shift = Long.SIZE - 1 - STEP_BITS - Long.numberOfLeadingZeros(micros);
        return Math.min(BUCKETS - 1, STEPS * shift + (int) (micros >>> shift));
    }

    private static long upperMicros(int bucket) {
        if (bucket < STEPS) {
            return bucket;
        }
        int shift = bucket / STEPS - 1;
        return ((STEPS + bucket % STEPS + 1L) << shift) - 1;
    }
}
