package upkeep.notify;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * Closes something from outside when its time is over, so that whoever waits for it, at whichever place, waits no longer. For one
 * user, until it is closed itself.
 */
final class Cutoff implements AutoCloseable {

    private final long end;
    private final Thread watch;
    private volatile boolean over;

    /** The time begins now. */
    Cutoff(Duration time, Closeable subject) {
        this.end = System.nanoTime() + time.toNanos();
        this.watch = Thread.ofVirtual().name("cutoff").start(() -> watch(subject));
    }

    private void watch(Closeable subject) {
        try {
            while (!left().isZero()) {
                Thread.sleep(left());
            }
            over = true;
            subject.close();
        } catch (InterruptedException _) {
            // It was done in time.
        } catch (IOException _) {
            // It is of no more use either way.
        }
    }

    /** What is left of the time; zero when it is over. */
    Duration left() {
        long left = end - System.nanoTime();
        return left <= 0 ? Duration.ZERO : Duration.ofNanos(left);
    }

    /** Whether it was cut off. */
    boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        watch.interrupt();
    }
}
