package upkeep.lab;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The journal of a machine, followed from its boot on: a test waits for an entry instead of sleeping.
 *
 * <p>A test takes a {@link #mark} before it causes something, and then waits for what follows the mark. journald tells its readers
 * of new entries every 250 ms at most, so a wait may take that much longer than the event. Safe for use by several threads.
 */
public final class Journal implements AutoCloseable {
    private static final int SHOWN_ON_FAILURE = 40;
    private static final int LARGEST = 500_000;

    private final Machine machine;
    private final Process follower;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final List<JournalEntry> entries = new ArrayList<>();
    private String failure = "";

    /**
     * A place in the journal.
     *
     * @param monotonicMicros entries received at this time or later are behind it
     */
    public record Mark(long monotonicMicros) {
        private boolean isBefore(JournalEntry entry) {
            return entry.monotonicMicros() >= monotonicMicros;
        }
    }

    private Journal(Machine machine, Process follower) {
        this.machine = machine;
        this.follower = follower;
    }

    static Journal follow(Machine machine) throws IOException {
        Process follower = LabScript.process(List.of(
                        "run",
                        machine.name(),
                        "journalctl",
                        "--follow",
                        "--no-tail",
                        "--boot",
                        "--all",
                        "--output=json"))
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectError(Redirect.DISCARD)
                .start();
        Journal journal = new Journal(machine, follower);
        Thread.ofVirtual().name("journal of " + machine.name()).start(journal::read);
        return journal;
    }

    private void read() {
        String end = "its end was reached: the machine is down";
        try (BufferedReader lines = follower.inputReader(StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            while (line != null) {
                add(JournalEntry.parse(line));
                line = lines.readLine();
            }
        } catch (IOException e) {
            end = String.valueOf(e.getMessage());
        }
        lock.lock();
        try {
            failure = end;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void add(JournalEntry entry) throws IOException {
        lock.lock();
        try {
            if (entries.size() >= LARGEST) {
                throw new IOException("more than " + LARGEST + " entries");
            }
            entries.add(entry);
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The journal's beginning, at the machine's boot. */
    public Mark beginning() {
        return new Mark(0);
    }

    /**
     * The present end: what was written before the call is before it, what is written after the return is behind it. A place in
     * time, on the monotonic clock that machine and host share, so the entries before it need not have been read yet.
     */
    public Mark mark() {
        machine.run("journalctl", "--sync").orFail();
        return new Mark(System.nanoTime() / 1000);
    }

    /**
     * Waits for the first entry behind a mark that passes.
     *
     * @param what names the awaited entry in the error
     * @throws AssertionError when none comes within the limit, with the last entries that did come
     */
    public JournalEntry await(Mark mark, String what, Duration limit, Predicate<JournalEntry> wanted) {
        lock.lock();
        try {
            return find(mark, wanted, limit, what);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for an entry with this message id that is about this unit, for example "started" of systemd. */
    public JournalEntry await(Mark mark, String unit, String messageId, Duration limit) {
        return await(
                mark,
                messageId + " of " + unit,
                limit,
                entry -> entry.messageId().equals(messageId) && entry.unit().equals(unit));
    }

    /** The entries behind a mark that have arrived so far. */
    public List<JournalEntry> since(Mark mark) {
        lock.lock();
        try {
            return entries.stream().filter(mark::isBefore).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until an entry arrives that was not there, but no longer than the time; for what has to look again then. */
    void awaitGrowth(Duration time) {
        lock.lock();
        try {
            int before = entries.size();
            long left = time.toNanos();
            while (entries.size() == before && left > 0 && failure.isEmpty()) {
                left = grown.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the journal", e);
        } finally {
            lock.unlock();
        }
    }

    private JournalEntry find(Mark mark, Predicate<JournalEntry> wanted, Duration limit, String what) {
        int next = 0;
        long left = limit.toNanos();
        try {
            while (true) {
                for (; next < entries.size(); next++) {
                    JournalEntry entry = entries.get(next);
                    if (mark.isBefore(entry) && wanted.test(entry)) {
                        return entry;
                    }
                }
                if (left <= 0 || !failure.isEmpty()) {
                    throw new AssertionError(notFound(mark, limit, what));
                }
                left = grown.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    private String notFound(Mark mark, Duration limit, String what) {
        List<JournalEntry> came = since(mark);
        StringBuilder text = new StringBuilder("cannot find in the journal of ")
                .append(machine.name())
                .append(": ")
                .append(what)
                .append(failure.isEmpty() ? ", not within " + limit.toMillis() + " ms" : ", " + failure)
                .append("; the last of ")
                .append(came.size())
                .append(" entries:");
        came.stream()
                .skip(Math.max(0, came.size() - SHOWN_ON_FAILURE))
                .forEach(entry -> text.append("\n  ").append(entry));
        return text.toString();
    }

    /** Ends the reading, and waits until nothing of it runs in the machine. */
    @Override
    public void close() {
        LabScript.end(follower);
    }
}
