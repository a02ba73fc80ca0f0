package upkeep.daemon;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import upkeep.daemon.Outbox.Waiting;
import upkeep.notify.Delivery;
import upkeep.spec.Receiver;
import upkeep.store.Letter;

/** The letters of one receiver, with the thread that sends them. */
final class OutboxLane implements AutoCloseable {

    private static final long LOOK = TimeUnit.MINUTES.toNanos(1);

    private final String receiver;
    private final Outbox outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;

    /** Guarded by the lock, as is the rest. */
    private final Deque<Letter> letters = new ArrayDeque<>();

    private Optional<String> fault = Optional.empty();
    private int failures;
    private boolean isAsked;

    OutboxLane(String receiver, Outbox outbox) {
        this.receiver = receiver;
        this.outbox = outbox;
        this.thread = Thread.ofVirtual().name("outbox-" + receiver).start(this::run);
    }

    String receiver() {
        return receiver;
    }

    void add(Letter letter) {
        locked(() -> {
            if (letters.stream().noneMatch(each -> each.number() == letter.number())) {
                letters.add(letter);
            }
        });
    }

    void tryNow() {
        locked(() -> isAsked = true);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return letters.size();
        } finally {
            lock.unlock();
        }
    }

    List<Letter> letters() {
        lock.lock();
        try {
            return List.copyOf(letters);
        } finally {
            lock.unlock();
        }
    }

    Waiting state() {
        lock.lock();
        try {
            Letter first = letters.peek();
            return new Waiting(receiver, letters.size(), first == null ? outbox.now() : first.at(), fault);
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            while (true) {
                Letter next = next();
                Optional<Receiver> known = outbox.receiver(receiver);
                if (known.isEmpty() && !outbox.knowsReceivers()) {
                    awaitPlan();
                    continue;
                }
                if (known.isEmpty()) {
                    gone(next, "no spec names such a receiver any more");
                    continue;
                }
                Delivery delivery = outbox.send(known.get(), next);
                switch (delivery) {
                    case Delivery.Delivered delivered -> {
                        recovered();
                        taken(next);
                        outbox.delivered(known.get(), next, delivered.how());
                    }
                    case Delivery.Rejected rejected -> {
                        passOn(known.get(), next, rejected.why());
                        seen(rejected.why());
                        taken(next);
                        outbox.given(next, rejected.why());
                    }
                    case Delivery.Retry retry -> failed(known.get(), next, retry.why());
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private Letter next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            @Nullable Letter first = letters.peek();
            while (first == null) {
                changed.await();
                first = letters.peek();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    private void awaitPlan() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!isAsked) {
                changed.awaitNanos(LOOK);
            }
            isAsked = false;
        } finally {
            lock.unlock();
        }
    }

    private void taken(Letter letter) {
        locked(() -> letters.removeIf(each -> each.number() == letter.number()));
    }

    private void gone(Letter letter, String why) {
        taken(letter);
        recovered();
        outbox.given(letter, why);
    }

    /** A fault is told at once, and once. */
    private void seen(String why) {
        boolean isNew;
        lock.lock();
        try {
            isNew = fault.isEmpty();
            fault = Optional.of(why);
        } finally {
            lock.unlock();
        }
        if (isNew) {
            outbox.seen(receiver, Optional.of(why));
        }
    }

    private void recovered() {
        boolean was;
        lock.lock();
        try {
            was = fault.isPresent();
            fault = Optional.empty();
            failures = 0;
        } finally {
            lock.unlock();
        }
        if (was) {
            outbox.seen(receiver, Optional.empty());
        }
    }

    private void failed(Receiver known, Letter letter, String why) throws InterruptedException {
        seen(why);
        if (!letter.at().plus(Outbox.LONGEST).isAfter(outbox.now())) {
            passOn(known, letter, why);
            taken(letter);
            outbox.given(letter, why);
            return;
        }
        long again = System.nanoTime() + outbox.waitAfter(failures++).toNanos();
        boolean isWaiting = true;
        while (isWaiting) {
            passOnDue(known, why);
            isWaiting = await(known, again);
        }
    }

    /** Passes on what has waited for long enough. */
    private void passOnDue(Receiver known, String why) {
        Instant now = outbox.now(); // one for all: what is later in the lane is not due before what is earlier
        for (Letter each : unpassed()) {
            if (passedOnAt(known, each).filter(due -> !due.isAfter(now)).isPresent()) {
                passOn(known, each, why);
            }
        }
    }

    private static Optional<Instant> passedOnAt(Receiver known, Letter letter) {
        return known.fallback()
                .map(fallback -> letter.at().plus(fallback.after().toDuration()));
    }

    /** Waits for the next try, or until something else is to be done; whether the try's time has not come, nor was it asked for. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's, which has to let go of the lock
    private boolean await(Receiver known, long again) throws InterruptedException {
        Optional<Instant> next = unpassed().stream()
                .flatMap(each -> passedOnAt(known, each).stream())
                .min(Instant::compareTo);
        lock.lockInterruptibly();
        try {
            long left = again - System.nanoTime();
            long untilNext = next.map(due -> Duration.between(outbox.now(), due).toNanos())
                    .orElse(LOOK);
            if (!isAsked && left > 0) {
                changed.awaitNanos(Math.max(1, Math.min(LOOK, Math.min(left, untilNext))));
            }
            boolean isOver = isAsked || again - System.nanoTime() <= 0;
            isAsked = false;
            return !isOver;
        } finally {
            lock.unlock();
        }
    }

    private List<Letter> unpassed() {
        lock.lock();
        try {
            return letters.stream().filter(each -> !each.passedOn()).toList();
        } finally {
            lock.unlock();
        }
    }

    private void passOn(Receiver known, Letter letter, String why) {
        if (known.fallback().isEmpty() || letter.passedOn()) {
            return;
        }
        Letter passed = outbox.passedOn(letter, known.fallback().get().receiver(), why);
        locked(() -> {
            List<Letter> all = new ArrayList<>(letters);
            all.replaceAll(each -> each.number() == letter.number() ? passed : each);
            letters.clear();
            letters.addAll(all);
        });
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
