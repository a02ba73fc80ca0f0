package upkeep.daemon;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.store.Ledger;
import upkeep.store.StoreException;

/**
 * Writes decisions into the ledger, and only then lets their actions run. A disk that is full or slow delays no action
 * by more than {@link #PATIENCE}: the action runs, and the failure to write is said once.
 */
final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int QUEUE = 50_000;

    private record Batch(List<Entry> entries, HardChanges changes, CompletableFuture<Void> written) {}

    private final BlockingQueue<Batch> toWrite = new LinkedBlockingQueue<>(QUEUE);
    private final BlockingQueue<Runnable> toRun = new LinkedBlockingQueue<>();
    private final Ledger ledger;
    private final Consumer<Action> actions;
    private final Thread writer;
    private final Thread runner;
    private volatile boolean failing;

    Recorder(Ledger ledger, Consumer<Action> actions) {
        this.ledger = ledger;
        this.actions = actions;
        this.writer = Thread.ofPlatform().daemon().name("ledger-writer").start(this::write);
        this.runner = Thread.ofPlatform().daemon().name("action-runner").start(this::run);
    }

    /** Takes over a decision; never waits. */
    void take(Decision decision, HardChanges changes) {
        boolean nothingToWrite = decision.entries().isEmpty() && changes.isEmpty();
        if (nothingToWrite && decision.actions().isEmpty()) {
            return;
        }
        CompletableFuture<Void> written = new CompletableFuture<>();
        Batch batch = new Batch(decision.entries(), changes, written);
        if (nothingToWrite || !toWrite.offer(batch)) {
            written.complete(null);
        }
        List<Action> wanted = decision.actions();
        if (!wanted.isEmpty()) {
            toRun.add(() -> {
                await(written);
                wanted.forEach(actions);
            });
        }
    }

    private static void await(CompletableFuture<Void> written) {
        try {
            written.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Said by the writer; supervision goes on.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                toRun.take().run();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException bug) {
                LOG.error("cannot carry out an action: a fault in upkeepd itself", bug);
            }
        }
    }

    private void write() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                write(toWrite.take());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void write(Batch batch) {
        try {
            ledger.commit(batch.entries(), batch.changes().save());
            for (String subject : batch.changes().forget()) {
                ledger.forget(subject);
            }
            if (failing) {
                LOG.warn("the ledger can be written again; what happened meanwhile is not in it");
                failing = false;
            }
        } catch (StoreException e) {
            if (!failing) {
                LOG.error("cannot write the ledger, supervision goes on without: {}", e.getMessage());
                failing = true;
            }
        } finally {
            batch.written().complete(null);
        }
    }

    /** Writes what is queued, for a while, then ends. */
    @Override
    public void close() {
        try {
            CompletableFuture<Void> last = new CompletableFuture<>();
            if (toWrite.offer(new Batch(List.of(), HardChanges.NONE, last), 1, TimeUnit.SECONDS)) {
                last.get(5, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the ledger was not written to its end before shutdown");
        }
        writer.interrupt();
        runner.interrupt();
    }
}
