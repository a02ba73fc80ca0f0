package upkeep.control;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.TimeSpan;
import upkeep.core.Event.Caller;

/**
 * Calls that came over the bus, each on a virtual thread and with a deadline. At most {@link #AT_ONCE} are under way, over all
 * objects; a further one is answered at once that upkeepd is busy. dbus-java looks at a method's name only, not at the interface, so
 * nothing here may rely on the bus policy for an interface.
 */
final class GuardedCalls {

    static final int AT_ONCE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(GuardedCalls.class);
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_OUTPUT = 8 << 20;

    private final Gatekeeper gatekeeper;
    private final ExecutorService executor;
    private final Semaphore slots;

    /** @param slots {@link #AT_ONCE} of them, for all calls there are */
    GuardedCalls(Gatekeeper gatekeeper, ExecutorService executor, Semaphore slots) {
        this.gatekeeper = gatekeeper;
        this.executor = executor;
        this.slots = slots;
    }

    static boolean isBad(String name) {
        return name.isEmpty() || isLong(name);
    }

    static boolean isLong(String name) {
        return name.length() > LONGEST_NAME;
    }

    static Answer badName(String doing) {
        return Answer.misused("cannot " + doing + ": a name has 1 to " + LONGEST_NAME + " characters");
    }

    /** What is wrong with a reason that somebody gives; nothing if nothing is. */
    static Optional<Answer> badReason(String doing, String reason) {
        return reason.length() > LONGEST_REASON || !reason.equals(Table.plain(reason))
                ? Optional.of(Answer.misused("cannot " + doing + ": the reason must be one line of at most "
                        + LONGEST_REASON + " characters"))
                : Optional.empty();
    }

    /** What is wrong with a length of time for which something is to hold; nothing if nothing is. */
    static Optional<Answer> badLength(String doing, String duration, TimeSpan longest, String beyond) {
        Optional<TimeSpan> length = TimeSpan.parse(duration);
        if (length.isEmpty() || length.get().equals(TimeSpan.ZERO)) {
            return Optional.of(Answer.misused(
                    "cannot " + doing + ": \"" + shown(duration) + "\" is no length of time\n  hint: 30min, 4h, 2d"));
        }
        return length.get().compareTo(longest) > 0
                ? Optional.of(Answer.misused("cannot " + doing + ": " + beyond))
                : Optional.empty();
    }

    static String shown(String text) {
        return Table.plain(text.length() <= 80 ? text : text.substring(0, 80) + "…");
    }

    interface Operation {
        Answer by(Caller caller) throws Exception;
    }

    /** Runs what changes something, for those who may: root, and whom polkit lets. */
    Reply<Integer, String, String> guarded(
            String doing, String action, Map<String, String> details, Operation operation) {
        String sender = sender();
        return identified(doing, sender, caller -> {
            Optional<String> refusal =
                    caller.uid() == 0 ? Optional.empty() : gatekeeper.refuse(sender, action, details);
            if (refusal.isPresent()) {
                LOG.info("refused to {} for {}: {}", doing, caller.name(), refusal.get());
                return Answer.failed("cannot " + doing + ": access denied for " + caller.name() + ", " + refusal.get()
                        + "\n  hint: run it as root, or grant " + action + " in a polkit rule");
            }
            return operation.by(caller);
        });
    }

    /** Runs what everybody may ask for, and which depends on who does. */
    Reply<Integer, String, String> identified(String doing, Operation operation) {
        return identified(doing, sender(), operation);
    }

    private Reply<Integer, String, String> identified(String doing, String sender, Operation operation) {
        return run(doing, () -> {
            Optional<Caller> caller = gatekeeper.identify(sender);
            return caller.isPresent()
                    ? operation.by(caller.get())
                    : Answer.failed("cannot " + doing + ": the bus does not tell who asks");
        });
    }

    /** Known to the thread that dbus-java called us on, and to no other. */
    private static String sender() {
        return DBusConnection.getCallInfo().getSource();
    }

    Reply<Integer, String, String> run(String doing, Callable<Answer> work) {
        return Reply.of(cut(answer(doing, work)));
    }

    Answer answer(String doing, Callable<Answer> work) {
        if (!slots.tryAcquire()) {
            return Answer.failed("cannot " + doing + ": upkeepd is busy with " + AT_ONCE
                    + " other calls\n  hint: try again in a moment");
        }
        AtomicBoolean hasBegun = new AtomicBoolean();
        Future<Answer> future;
        try {
            future = executor.submit(() -> {
                if (!hasBegun.compareAndSet(false, true)) {
                    throw new CancellationException();
                }
                try {
                    return work.call();
                } finally {
                    slots.release();
                }
            });
        } catch (RejectedExecutionException closed) {
            slots.release();
            return Answer.failed("cannot " + doing + ": upkeepd is stopping");
        }
        try {
            return future.get(ControlServer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            giveUp(future, hasBegun);
            return Answer.failed(
                    "cannot " + doing + ": upkeepd did not get it done within " + TimeSpan.of(ControlServer.DEADLINE));
        } catch (ExecutionException failure) {
            LOG.error("cannot {}", doing, failure.getCause());
            return Answer.failed(
                    "cannot " + doing + ": upkeepd made an error\n  hint: journalctl -u upkeepd tells more");
        } catch (InterruptedException stopped) {
            giveUp(future, hasBegun);
            Thread.currentThread().interrupt();
            return Answer.failed("cannot " + doing + ": upkeepd is stopping");
        }
    }

    /** A call that has begun gives its place back when it ends; one that has not, as on a busy machine, never will. */
    private void giveUp(Future<Answer> future, AtomicBoolean hasBegun) {
        future.cancel(true);
        if (hasBegun.compareAndSet(false, true)) {
            slots.release();
        }
    }

    static Answer cut(Answer answer) {
        if (answer.out().length() <= LONGEST_OUTPUT) {
            return answer;
        }
        return new Answer(
                1,
                answer.out().substring(0, LONGEST_OUTPUT) + "\n",
                answer.err() + "error: cannot print it all: it is longer than 8 MiB\n  hint: ask for less\n");
    }
}
