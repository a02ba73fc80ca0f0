package upkeep.probe.run;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import upkeep.core.Observation;
import upkeep.host.SparedThreads;
import upkeep.target.Target;

/**
 * Threads for probes that read what the kernel tells of processes and devices. A process that is stuck in the kernel can
 * hold up whoever reads of its memory, and a driver whoever asks for its speed, and neither read can be ended: so the probe
 * is given up at its deadline and the thread left to it, of which there are at most {@value #MOST}. Thread-safe.
 */
public final class KernelThreads {

    static final int MOST = 8;

    private final ThreadPoolExecutor threads;

    public KernelThreads() {
        threads = SparedThreads.named("kernel-reader", MOST);
    }

    /** What the prober answers, or unknown at the deadline; its findings are its own until then. */
    public <T extends Target> Observation probe(Prober<T> prober, T target, Deadline deadline, Findings findings)
            throws Stop {
        AtomicBoolean started = new AtomicBoolean();
        Future<Observation> answer;
        try {
            answer = threads.submit(() -> {
                started.set(true);
                return prober.probe(target, deadline, findings);
            });
        } catch (RejectedExecutionException full) {
            throw allWait(target);
        }
        try {
            return answer.get(Math.max(0, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException late) {
            answer.cancel(false);
            if (!started.get()) {
                throw allWait(target);
            }
            throw new Stop.Unasked("cannot look at " + target.text() + ": the kernel did not answer within "
                    + deadline.text() + "; is a process stuck in state D?");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Stop.Unasked("the probe was interrupted");
        } catch (ExecutionException failed) {
            switch (failed.getCause()) {
                case Stop stop -> throw stop;
                case RuntimeException bug -> throw bug;
                case null, default -> throw new IllegalStateException(failed);
            }
        }
    }

    private static Stop allWait(Target target) {
        return new Stop.Unasked("cannot look at " + target.text() + ": all " + MOST
                + " threads wait for the kernel; is a process stuck in state D?");
    }
}
