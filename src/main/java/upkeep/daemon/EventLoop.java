package upkeep.daemon;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.core.Decision;
import upkeep.core.Event;
import upkeep.core.Event.Caller;
import upkeep.core.State;
import upkeep.core.Supervisor;
import upkeep.spec.Plan;
import upkeep.spec.PlanSources;

/**
 * The one thread that decides. Events come in through a bounded queue; what they lead to goes to the recorder. The
 * thread does no input or output, so that nothing outside can hold it up. State and plan can be read from any thread.
 */
final class EventLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** Beyond this many waiting events a sender waits too. */
    private static final int QUEUE = 10_000;

    private static final Duration AFTER_FAULT = Duration.ofHours(4);

    /** Something for the loop thread to do. */
    private sealed interface Item {
        record Decide(Event event) implements Item {}

        record Replace(AppliedPlan applied) implements Item {}

        record Beat(CompletableFuture<Void> done) implements Item {}
    }

    /** The plan and the state by it, always a pair that belongs together. */
    record Snapshot(Supervisor supervisor, State state) {
        Plan plan() {
            return supervisor.plan();
        }
    }

    private final BlockingQueue<Item> queue = new LinkedBlockingQueue<>(QUEUE);
    private final Consumer<Snapshot> watcher;
    private final Thread thread;
    private volatile Snapshot snapshot;
    private volatile @Nullable Recorder recorder;

    /** What the plan in force is made of; the loop thread's own. */
    private PlanSources sources;

    /**
     * @param watcher is told of every new state, on the loop thread
     */
    EventLoop(AppliedPlan applied, State state, Consumer<Snapshot> watcher) {
        this.sources = applied.sources();
        this.snapshot = new Snapshot(new Supervisor(applied.plan()), state);
        this.watcher = watcher;
        this.thread = Thread.ofPlatform().daemon().name("event-loop").unstarted(this::run);
    }

    /** Begins to decide; events posted before are decided on first. */
    void start(Recorder takesDecisions) {
        recorder = takesDecisions;
        thread.start();
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** Queues an event; waits while the queue is full. */
    void post(Event event) {
        put(new Item.Decide(event));
    }

    void replace(AppliedPlan applied) {
        put(new Item.Replace(applied));
    }

    /** Sends an empty round through the queue; whether it came back in time. */
    boolean isTurning(Duration deadline) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!queue.offer(new Item.Beat(done), deadline.toMillis(), TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            done.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }

    private void put(Item item) {
        try {
            queue.put(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                switch (queue.take()) {
                    case Item.Beat beat -> beat.done().complete(null);
                    case Item.Decide item -> decide(snapshot.supervisor(), item.event());
                    case Item.Replace item -> replaced(item.applied());
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void replaced(AppliedPlan applied) {
        sources = applied.sources();
        decide(new Supervisor(applied.plan()), new Event.PlanReplaced(Now.moment()));
    }

    private void decide(Supervisor supervisor, Event event) {
        State before = snapshot.state();
        Decision decision;
        try {
            decision = supervisor.decide(before, event);
        } catch (RuntimeException bug) {
            LOG.error("cannot decide on {}: a fault in upkeepd itself; the state stays as it was", event, bug);
            // Recorded as well, so that replay comes to the same fault.
            record(event, new Decision(before, List.of(), List.of(), Set.of()), HardChanges.NONE);
            afterFault(supervisor, event);
            return;
        }
        snapshot = new Snapshot(supervisor, decision.state());
        record(event, decision, HardChanges.of(before, decision));
        watcher.accept(snapshot);
    }

    private void record(Event event, Decision decision, HardChanges changes) {
        Recorder takes = recorder;
        if (takes != null) {
            takes.take(sources, event, decision, changes);
        }
    }

    /** The service whose event could not be decided on is left alone for a while; the rest goes on. */
    private void afterFault(Supervisor supervisor, Event event) {
        Optional<String> service = Subjects.service(supervisor.plan(), event);
        if (service.isPresent() && !(event instanceof Event.HoldAsked)) {
            Moment now = Now.moment();
            Caller self = new Caller(0, "upkeepd");
            String reason = "upkeepd has a fault of its own here; see its log";
            decide(supervisor, new Event.HoldAsked(now, service.get(), now.plus(AFTER_FAULT), reason, self));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
