package upkeep.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The journal of a machine, followed from its boot on: a test waits for an entry instead of sleeping.
 *
 * <p>A test takes a {@link #mark} before it causes something, and then waits for what follows the mark. Safe for use by several
 * threads.
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

    /** A place in the journal. */
    public record Mark(int position) {}

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
                .redirectInput(Redirect.from(new java.io.File("/dev/null")))
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

    /** The present end: everything written before the call is before it, everything written after the return behind it. */
    public Mark mark() {
        String token = "mark-" + UUID.randomUUID();
        machine.run("systemd-cat", "--identifier=upkeep-lab", "echo", token).orFail();
        lock.lock();
        try {
            return new Mark(
                    find(new Mark(0), entry -> entry.message().equals(token), Duration.ofSeconds(30), token) + 1);
        } finally {
            lock.unlock();
        }
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
            return entries.get(find(mark, wanted, limit, what));
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
            return List.copyOf(entries.subList(mark.position(), entries.size()));
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

    private int find(Mark mark, Predicate<JournalEntry> wanted, Duration limit, String what) {
        int next = mark.position();
        long left = limit.toNanos();
        try {
            while (true) {
                for (; next < entries.size(); next++) {
                    if (wanted.test(entries.get(next))) {
                        return next;
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
        List<JournalEntry> came = entries.subList(mark.position(), entries.size());
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

    @Override
    public void close() {
        follower.descendants().forEach(ProcessHandle::destroyForcibly);
        follower.destroyForcibly();
        try {
            follower.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
