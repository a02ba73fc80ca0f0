package upkeep.control;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
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
import org.freedesktop.dbus.types.UInt32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.TimeSpan;
import upkeep.core.Event.Caller;

/**
 * The object on the bus: bounds what it is given, asks who wants it, and hands the rest to the service on a virtual
 * thread. At most {@link #AT_ONCE} calls are under way; a further one is answered at once that upkeepd is busy. dbus-java
 * looks at the method's name only, not at the interface, so nothing here may rely on the bus policy for an interface.
 */
final class ManagerObject implements ManagerInterface {

    static final int AT_ONCE = 32;
    static final String OPERATE = "org.upkeep1.operate";
    static final String RELOAD = "org.upkeep1.reload";

    private static final Logger LOG = LoggerFactory.getLogger(ManagerObject.class);
    private static final int MOST_NAMES = 1_000;
    private static final int LONGEST_NAME = 256;
    private static final int LONGEST_REASON = 500;
    private static final int LONGEST_OUTPUT = 8 << 20;
    private static final long MOST_EVENTS = 10_000;
    private static final TimeSpan LONGEST_HOLD = TimeSpan.ofSeconds(366L * 86_400);

    private final String version;
    private final ControlService service;
    private final Gatekeeper gatekeeper;
    private final Clock clock;
    private final ExecutorService executor;
    private final Semaphore slots;

    ManagerObject(
            String version,
            ControlService service,
            Gatekeeper gatekeeper,
            Clock clock,
            ExecutorService executor,
            Semaphore slots) {
        this.version = version;
        this.service = service;
        this.gatekeeper = gatekeeper;
        this.clock = clock;
        this.executor = executor;
        this.slots = slots;
    }

    @Override
    public String getObjectPath() {
        return ControlServer.PATH;
    }

    @Override
    public String getVersion() {
        return version;
    }

    @Override
    public Reply<Integer, String, String> status(List<String> names, boolean json) {
        if (names.size() > MOST_NAMES || names.stream().anyMatch(name -> name.length() > LONGEST_NAME)) {
            return Reply.of(Answer.misused("cannot tell the status: too many names, or too long ones"));
        }
        List<String> asked = List.copyOf(names);
        return run("tell the status", () -> service.status(asked, json));
    }

    @Override
    public Reply<Integer, String, String> why(String name, String at, boolean json) {
        String doing = "explain " + shown(name);
        if (isBad(name)) {
            return badName(doing);
        }
        Optional<Instant> time = at.isEmpty() ? Optional.empty() : Times.parse(at, clock.instant(), clock.getZone());
        if (!at.isEmpty() && time.isEmpty()) {
            return Reply.of(Answer.misused("cannot " + doing + ": \"" + shown(at)
                    + "\" is no time\n  hint: 14:05, 14:05:30, 2026-11-22 14:05 or 2026-11-22T14:05:00Z"));
        }
        return run(doing, () -> service.why(name, time, json));
    }

    @Override
    public Reply<Integer, String, String> events(String name, UInt32 limit, boolean json) {
        if (name.length() > LONGEST_NAME) {
            return badName("list events");
        }
        long wanted = limit.longValue();
        if (wanted < 1 || wanted > MOST_EVENTS) {
            return Reply.of(
                    Answer.misused("cannot list " + wanted + " events: 1 to " + MOST_EVENTS + " can be listed"));
        }
        return run("list events", () -> service.events(name, (int) wanted, json));
    }

    @Override
    public Reply<Integer, String, String> check(String name, boolean debug, boolean json) {
        String doing = "check " + shown(name);
        return isBad(name) ? badName(doing) : run(doing, () -> service.check(name, debug, json));
    }

    @Override
    public Reply<Integer, String, String> hold(String name, String duration, String reason) {
        String doing = "hold " + shown(name);
        if (isBad(name)) {
            return badName(doing);
        }
        Optional<TimeSpan> length = TimeSpan.parse(duration);
        if (length.isEmpty() || length.get().equals(TimeSpan.ZERO)) {
            return Reply.of(Answer.misused(
                    "cannot " + doing + ": \"" + shown(duration) + "\" is no length of time\n  hint: 30min, 4h, 2d"));
        }
        if (length.get().compareTo(LONGEST_HOLD) > 0) {
            return Reply.of(Answer.misused("cannot " + doing
                    + ": a hold must end within a year\n  hint: systemctl stop keeps a service down"));
        }
        if (reason.length() > LONGEST_REASON || !reason.equals(Table.plain(reason))) {
            return Reply.of(Answer.misused(
                    "cannot " + doing + ": the reason must be one line of at most " + LONGEST_REASON + " characters"));
        }
        return guarded(doing, OPERATE, Map.of("service", name), by -> service.hold(name, length.get(), reason, by));
    }

    @Override
    public Reply<Integer, String, String> release(String name) {
        String doing = "release " + shown(name);
        return isBad(name)
                ? badName(doing)
                : guarded(doing, OPERATE, Map.of("service", name), by -> service.release(name, by));
    }

    @Override
    public Reply<Integer, String, String> accept(String name) {
        String doing = "accept what " + shown(name) + " found";
        return isBad(name)
                ? badName(doing)
                : guarded(doing, OPERATE, Map.of("check", name), by -> service.accept(name, by));
    }

    @Override
    public Reply<Integer, String, String> reload() {
        return guarded("reload", RELOAD, Map.of(), service::reload);
    }

    private static boolean isBad(String name) {
        return name.isEmpty() || name.length() > LONGEST_NAME;
    }

    private static Reply<Integer, String, String> badName(String doing) {
        return Reply.of(Answer.misused("cannot " + doing + ": a name has 1 to " + LONGEST_NAME + " characters"));
    }

    private static String shown(String text) {
        return Table.plain(text.length() <= 80 ? text : text.substring(0, 80) + "…");
    }

    private interface Operation {
        Answer by(Caller caller) throws Exception;
    }

    /** Runs what changes something, for those who may: root, and whom polkit lets. */
    private Reply<Integer, String, String> guarded(
            String doing, String action, Map<String, String> details, Operation operation) {
        // Known to the thread that dbus-java called us on, and to no other.
        String sender = DBusConnection.getCallInfo().getSource();
        return run(doing, () -> {
            Optional<Caller> caller = gatekeeper.identify(sender);
            if (caller.isEmpty()) {
                return Answer.failed("cannot " + doing + ": the bus does not tell who asks");
            }
            Optional<String> refusal =
                    caller.get().uid() == 0 ? Optional.empty() : gatekeeper.refuse(sender, action, details);
            if (refusal.isPresent()) {
                LOG.info("refused to {} for {}: {}", doing, caller.get().name(), refusal.get());
                return Answer.failed("cannot " + doing + ": access denied for "
                        + caller.get().name() + ", " + refusal.get() + "\n  hint: run it as root, or grant "
                        + action + " in a polkit rule");
            }
            return operation.by(caller.get());
        });
    }

    private Reply<Integer, String, String> run(String doing, Callable<Answer> work) {
        return Reply.of(cut(answer(doing, work)));
    }

    private Answer answer(String doing, Callable<Answer> work) {
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

    private static Answer cut(Answer answer) {
        if (answer.out().length() <= LONGEST_OUTPUT) {
            return answer;
        }
        return new Answer(
                1,
                answer.out().substring(0, LONGEST_OUTPUT) + "\n",
                answer.err() + "error: cannot print it all: it is longer than 8 MiB\n  hint: ask for less\n");
    }
}
