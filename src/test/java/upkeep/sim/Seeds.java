package upkeep.sim;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import upkeep.core.Entry;

/** Many seeds, one after the other on each of some threads; the seeds that fail are told with how to run them again. */
final class Seeds {

    private static final Duration FAULTS = Duration.ofMinutes(40);
    private static final int MOST_FAILURES = 20;
    private static final int TOLD_LINES = Integer.getInteger("upkeep.simulate.lines", 60);

    private final long first;
    private final int least;
    private final Duration length;
    private final int threads;
    private final AtomicLong next;
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong processorNanos = new AtomicLong();
    private final Map<Long, Throwable> failures = new TreeMap<>();

    Seeds(long first, int least, Duration length, int threads) {
        this.first = first;
        this.least = least;
        this.length = length;
        this.threads = threads;
        this.next = new AtomicLong(first);
    }

    /** One world; fails with its story if it breaks an invariant. */
    static Simulation run(long seed, Simulation.Variant variant) {
        Simulation simulation = new Simulation(seed, variant);
        try {
            simulation.run(FAULTS);
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    "seed " + seed + " (again: mvn test -Dtest=SimulationTest -Dupkeep.simulate.seed=" + seed + "): "
                            + failure.getMessage() + "\n" + story(simulation),
                    failure);
        }
        return simulation;
    }

    private static String story(Simulation simulation) {
        List<Entry> entries = simulation.entries();
        String events =
                simulation.recording().last().stream().map(Object::toString).collect(Collectors.joining("\n"));
        return events + "\n"
                + entries.stream()
                        .skip(Math.max(0, entries.size() - TOLD_LINES))
                        .map(entry -> entry.number() + " " + entry.at().wall() + " "
                                + entry.kind().word() + " " + entry.subject() + ": " + entry.text() + " <- "
                                + entry.causes())
                        .collect(Collectors.joining("\n"));
    }

    void run() throws InterruptedException {
        long begun = System.nanoTime();
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            running.add(Thread.ofPlatform().start(() -> work(begun)));
        }
        for (Thread thread : running) {
            thread.join();
        }
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "simulated %,d events in %,d seeds from %d on, %.0f s, %,.0f events/s, %,.0f events per second of processor%n",
                events.get(),
                next.get() - first,
                first,
                seconds,
                events.get() / seconds,
                events.get() / Math.max(processorNanos.get() / 1e9, 1e-9));
        tellFailures();
    }

    private void work(long begun) {
        try {
            simulate(begun);
        } finally {
            processorNanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
        }
    }

    private void simulate(long begun) {
        while (true) {
            long seed = next.getAndIncrement();
            boolean enough = seed >= first + least && System.nanoTime() - begun >= length.toNanos();
            if (enough || failed() >= MOST_FAILURES) {
                next.getAndDecrement();
                return;
            }
            try {
                events.addAndGet(run(seed, Simulation.Variant.PLAIN).events());
            } catch (AssertionError failure) {
                add(seed, failure);
            }
        }
    }

    private synchronized void add(long seed, Throwable failure) {
        failures.put(seed, failure);
    }

    private synchronized int failed() {
        return failures.size();
    }

    private synchronized void tellFailures() {
        if (failures.isEmpty()) {
            return;
        }
        failures.forEach((seed, failure) -> System.out.println("failed: -Dupkeep.simulate.seed=" + seed + ": "
                + Optional.ofNullable(failure.getCause()).orElse(failure).getMessage()));
        throw new AssertionError(failures.size() + " seeds failed; the first: "
                + failures.values().iterator().next().getMessage());
    }

    long events() {
        return events.get();
    }
}
