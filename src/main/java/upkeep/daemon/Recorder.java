package upkeep.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.spec.PlanSources;
import upkeep.store.Checkpoint;
import upkeep.store.Input;
import upkeep.store.Ledger;
import upkeep.store.Life;
import upkeep.store.Retention;
import upkeep.store.StoreException;

/**
 * Writes decisions, with the events they rest on, into the ledger, and only then lets their actions run. A disk that is
 * full or slow delays no action by more than {@link #PATIENCE}, and what people are told by no more than {@link #SLOW}: then it
 * happens all the same, and the failure to write is said once.
 * An event that led to nothing waits up to {@link #GATHERING} for others, so that they are written together.
 */
final class Recorder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final Duration GATHERING = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofSeconds(5);
    private static final Duration SLOW = Duration.ofSeconds(5);
    private static final int GATHERED = 500;
    private static final int QUEUE = 20_000;

    private sealed interface Item {
        record Decided(Input input, List<Entry> entries, HardChanges changes, CompletableFuture<Void> written)
                implements Item {
            boolean isOnlyInput() {
                return entries.isEmpty() && changes.isEmpty();
            }
        }

        record Last(CompletableFuture<Void> written) implements Item {}
    }

    private final WriteQueue<Item> toWrite = new WriteQueue<>(QUEUE, GATHERED);
    private final BlockingQueue<Runnable> toRun = new LinkedBlockingQueue<>();

    /** How many of these are not done yet. */
    private final AtomicInteger waiting = new AtomicInteger();

    private final LateChanges late = new LateChanges();
    private final Backlog backlog;
    private final LedgerHealth health;
    private final Consumer<Action> actions;
    private final Thread writer;
    private final Thread runner;

    /** The loop thread's own. */
    private long lastInput;

    private volatile @Nullable Checkpoint latest;

    /** When the write under way began; 0 if there is none. */
    private volatile long writingSince;

    private boolean isFailing;
    private long triedNanos;

    /**
     * @param life what the inputs that follow belong to
     * @param elsewhere why the ledger is not where it belongs
     * @param retention what is kept at present
     * @param events is told when the ledger begins to fail, and when it is well again
     */
    Recorder(
            Ledger ledger,
            Optional<String> elsewhere,
            Life life,
            Supplier<Retention> retention,
            Consumer<Action> actions,
            Consumer<Event> events)
            throws StoreException {
        this.actions = actions;
        this.lastInput = ledger.lastInputNumber();
        this.backlog = new Backlog(ledger, lastInput + 1, () -> Optional.ofNullable(latest), retention);
        this.health = new LedgerHealth(events, elsewhere);
        ledger.begin(life);
        health.written(Optional.empty());
        ledger.setAside().ifPresent(file -> {
            isFailing = true;
            health.written(Optional.of("it was damaged; a new one is begun, and the old one is kept as " + file));
        });
        this.writer = Thread.ofPlatform().daemon().name("ledger-writer").start(this::write);
        this.runner = Thread.ofPlatform().daemon().name("action-runner").start(this::run);
    }

    /**
     * Takes over a decision; never waits. To be called by one thread.
     *
     * @param plan what the plan was made of that was decided by
     */
    void take(PlanSources plan, Event event, Decision decision, HardChanges changes) {
        long number = ++lastInput;
        latest = new Checkpoint(number, event.at().wall(), plan, decision.state());
        CompletableFuture<Void> written = new CompletableFuture<>();
        Item.Decided item = new Item.Decided(new Input(number, plan, event), decision.entries(), changes, written);
        if (!toWrite.offer(item, !item.isOnlyInput())) {
            late.add(number, changes);
            written.complete(null);
        } else if (item.isOnlyInput()) {
            written.complete(null);
        }
        carryOut(decision.actions(), written);
    }

    private void carryOut(List<Action> decided, CompletableFuture<Void> written) {
        List<Action> alerts =
                decided.stream().filter(Action.Alert.class::isInstance).toList();
        if (alerts.isEmpty()) {
            doSoon(decided, written);
            return;
        }
        doSoon(
                decided.stream()
                        .filter(action -> !(action instanceof Action.Alert))
                        .toList(),
                written);
        // Whoever was told of an end, which is then forgotten by a crash, would be told of it again. People can wait
        // longer than units.
        CompletableFuture<Void> _ = written.copy()
                .completeOnTimeout(null, SLOW.toMillis(), TimeUnit.MILLISECONDS)
                .thenRun(() -> carryOut(alerts));
    }

    /** At once where there is nothing to wait for, neither the write nor actions of before; that spares waking a thread. */
    private void doSoon(List<Action> wanted, CompletableFuture<Void> written) {
        if (wanted.isEmpty()) {
            return;
        }
        if (written.isDone() && waiting.get() == 0) {
            carryOut(wanted);
            return;
        }
        waiting.incrementAndGet();
        toRun.add(() -> {
            await(written);
            carryOut(wanted);
            waiting.decrementAndGet();
        });
    }

    private void carryOut(List<Action> wanted) {
        try {
            wanted.forEach(actions);
        } catch (RuntimeException bug) {
            LOG.error("cannot carry out an action: a fault in upkeepd itself", bug);
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

    /** Runs actions, and looks at the writer now and then, which cannot tell by itself that it hangs. */
    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Runnable next = toRun.poll(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
                health.pace(slowness());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Optional<String> slowness() {
        long since = writingSince;
        if (since != 0 && System.nanoTime() - since > SLOW.toNanos()) {
            return Optional.of("the disk is slow: a write has taken more than 5 s");
        }
        return toWrite.size() > QUEUE / 2
                ? Optional.of("the disk is slow: more than " + QUEUE / 2 + " events wait to be written")
                : Optional.empty();
    }

    private void write() {
        List<Item> taken = new ArrayList<>();
        long due = System.nanoTime() + GATHERING.toNanos();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                taken.clear();
                if (backlog.isEmpty() && !isFailing) {
                    toWrite.awaitAny();
                    due = System.nanoTime() + GATHERING.toNanos();
                }
                toWrite.take(taken, due);
                boolean isUrgent = gather(taken);
                if (isUrgent || backlog.inputs() >= GATHERED || System.nanoTime() - due >= 0) {
                    write(taken.stream().anyMatch(item -> item instanceof Item.Last));
                    due = System.nanoTime() + GATHERING.toNanos();
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                taken.forEach(Recorder::done);
            }
        }
    }

    /** Whether there is something that must not wait. */
    private boolean gather(List<Item> taken) {
        boolean isUrgent = false;
        for (Item item : taken) {
            switch (item) {
                case Item.Decided decided -> {
                    backlog.add(late.before(decided.input().number()));
                    backlog.add(decided.input(), decided.entries(), decided.changes());
                    isUrgent |= !decided.isOnlyInput();
                }
                case Item.Last last -> isUrgent = true;
            }
        }
        if (toWrite.size() == 0) {
            backlog.add(late.before(Long.MAX_VALUE));
        }
        return isUrgent;
    }

    private static void done(Item item) {
        switch (item) {
            case Item.Decided decided -> decided.written().complete(null);
            case Item.Last last -> last.written().complete(null);
        }
    }

    private void write(boolean isLast) {
        if (isFailing ? !isLast && System.nanoTime() - triedNanos < RETRY.toNanos() : backlog.isEmpty()) {
            return;
        }
        triedNanos = System.nanoTime();
        writingSince = triedNanos;
        Optional<String> failure = Optional.empty();
        try {
            backlog.write();
        } catch (StoreException e) {
            failure = Optional.of(e.getMessage());
        } catch (RuntimeException bug) {
            LOG.error("cannot write the ledger: a fault in upkeepd itself", bug);
            failure = Optional.of("cannot write the ledger: a fault in upkeepd itself");
        } finally {
            writingSince = 0;
        }
        isFailing = failure.isPresent();
        health.written(failure);
    }

    /** Writes what is queued, for a while, then ends. */
    @Override
    public void close() {
        try {
            CompletableFuture<Void> last = new CompletableFuture<>();
            toWrite.last(new Item.Last(last));
            last.get(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the ledger was not written to its end before shutdown");
        }
        writer.interrupt();
        runner.interrupt();
    }
}
