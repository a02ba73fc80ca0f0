package upkeep.host;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for calls of the system that can hang and cannot be ended: a call that hangs keeps its thread, and no other work
 * is held up by that. They are daemons, and gone half a minute after their last call.
 */
public final class SparedThreads {

    /** How many calls may wait for a thread; more are rejected. */
    public static final int WAITING = 256;

    private SparedThreads() {}

    /**
     * So many threads at most.
     *
     * @param name what each is called, with its number after it
     * @param most how many there are at the same time
     */
    public static ThreadPoolExecutor named(String name, int most) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most,
                most,
                30,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                task -> Thread.ofPlatform()
                        .daemon()
                        .name(name + "-" + number.incrementAndGet())
                        .unstarted(task));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }
}
