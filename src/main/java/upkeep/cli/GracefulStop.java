package upkeep.cli;

import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;

/**
 * Puts off the end that SIGINT, SIGTERM or SIGHUP asks for until what is under way has been brought to an end, which is what
 * closing this says; the process then ends by that signal. Asked by one thread.
 */
final class GracefulStop implements BooleanSupplier, AutoCloseable {

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::asked, "graceful-stop");
    private volatile boolean isAsked;

    private GracefulStop() {}

    static GracefulStop onSignals() {
        GracefulStop stop = new GracefulStop();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    private void asked() {
        isAsked = true;
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether to come to an end soon. */
    @Override
    public boolean getAsBoolean() {
        return isAsked;
    }

    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The hook has been run, and goes on now.
        }
    }
}
