package upkeep.probe.run;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** When a probe began and when it must have ended, in {@link System#nanoTime} units. */
public record Deadline(long startNanos, long endNanos) {

    /** Longer than any sensible probe, and short enough for a socket timeout in milliseconds. */
    private static final Duration LONGEST = Duration.ofDays(1);

    public static Deadline in(Duration timeout) {
        long now = System.nanoTime();
        Duration bounded = timeout.compareTo(LONGEST) > 0 ? LONGEST : timeout;
        return new Deadline(now, now + bounded.toNanos());
    }

    public long remainingNanos() {
        return endNanos - System.nanoTime();
    }

    public boolean hasPassed() {
        return remainingNanos() <= 0;
    }

    public long elapsedNanos() {
        return System.nanoTime() - startNanos;
    }

    /** An earlier deadline that leaves as much again for each of the other parts; the start stays. */
    public Deadline share(int parts) {
        return new Deadline(startNanos, System.nanoTime() + Math.max(0, remainingNanos()) / Math.max(1, parts));
    }

    /** A deadline that is over after {@code most}, if this one is not over before. */
    public Deadline within(Duration most) {
        return new Deadline(startNanos, System.nanoTime() + Math.min(remainingNanos(), most.toNanos()));
    }

    /** Milliseconds left, rounded up, as a socket timeout: never 0, which would mean to wait for ever. */
    public int socketTimeout() throws SocketTimeoutException {
        long nanos = remainingNanos();
        if (nanos <= 0) {
            throw new SocketTimeoutException("deadline passed");
        }
        return (int) Math.min(Integer.MAX_VALUE, (nanos + 999_999) / 1_000_000);
    }

    /** Whether the exception means that time ran out: said so itself, or a socket closed under it at the deadline. */
    public boolean explains(@Nullable Throwable thrown) {
        return thrown instanceof SocketTimeoutException
                || (hasPassed() && (thrown instanceof SocketException || thrown instanceof ClosedChannelException));
    }

    /** The whole time given, for people. */
    public String text() {
        return Words.seconds((endNanos - startNanos) / 1e9);
    }
}
