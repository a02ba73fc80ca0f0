package upkeep.systemd.dbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.UnitName;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus;
import upkeep.systemd.ServiceManager.Listener;

/**
 * Turns what is heard into what the {@link Listener} is told. Values in signals are taken as they come, so that no
 * state in passing is missed; soon after the last word, the unit is looked at once, which corrects what signals leave
 * out. All of it on one thread.
 */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    /** A unit in motion sends a dozen signals; one look per unit in this time is enough. */
    private static final long SETTLE_NANOS = Duration.ofMillis(50).toNanos();

    /** Units asked for at once; two calls each, and the bus limits the number of unanswered calls. */
    private static final int READS_AT_ONCE = 16;

    /** systemd answers nobody while it reloads its files, which may take seconds on a busy machine. */
    private static final long READ_DEADLINE_NANOS = Duration.ofSeconds(30).toNanos();

    /** Who is frozen is looked at this often: systemd 252 tells nobody of a thaw. */
    private static final long THAW_NANOS = Duration.ofSeconds(2).toNanos();

    private final Listener listener;
    private final WatchedNames names;
    private final Map<UnitName, Watched> watched = new TreeMap<>();
    private final Set<UnitName> toRead = new LinkedHashSet<>();
    private final Map<UnitName, Long> due = new LinkedHashMap<>();
    private final Map<UnitName, Long> frozen = new LinkedHashMap<>();
    private final Set<Watched> reading = new LinkedHashSet<>();
    private final Set<UnitName> listing = new HashSet<>();
    private int adjusted;
    private boolean stopping;

    Watcher(Listener listener, WatchedNames names) {
        this.listener = listener;
        this.names = names;
    }

    /** Watches until the session is lost; answers why. */
    String watch(Session session) throws InterruptedException {
        toRead.clear();
        due.clear();
        frozen.clear();
        reading.clear();
        watched.values().forEach(Watched::forgetSession);
        adjust(session);
        list(session);
        while (true) {
            pump(session);
            Heard heard = session.inbox().take(patience());
            if (heard instanceof Heard.Lost lost) {
                return lost.why();
            }
            if (heard != null) {
                handle(heard, session);
            }
            readWhatIsDue();
            if (!reading.isEmpty() && System.nanoTime() - reading.iterator().next().readSince > READ_DEADLINE_NANOS) {
                session.connection().abandon("systemd does not answer");
            }
        }
    }

    void lost(String why) {
        safely(() -> listener.lost(why));
    }

    private void handle(Heard heard, Session session) {
        switch (heard) {
            case Heard.TypeChanged changed -> {
                Watched unit = watched.get(changed.unit());
                if (unit != null) {
                    unit.values.stage(changed.values());
                    due.putIfAbsent(unit.name, System.nanoTime() + SETTLE_NANOS);
                }
            }
            case Heard.UnitChanged changed -> {
                Watched unit = watched.get(changed.unit());
                if (unit != null) {
                    unit.values.commit(changed.values());
                    due.putIfAbsent(unit.name, System.nanoTime() + SETTLE_NANOS);
                    tell(unit);
                }
            }
            case Heard.TypeRead read -> {
                Watched unit = watched.get(read.unit());
                if (unit != null) {
                    unit.values.stage(read.values());
                }
            }
            case Heard.UnitRead read -> {
                Watched unit = watched.get(read.unit());
                if (unit != null) {
                    unit.values.commitRead(read.values());
                    readEnded(unit);
                }
            }
            case Heard.ReadFailed failed -> readFailed(failed);
            case Heard.JobQueued queued -> {
                Watched unit = watched.get(queued.unit());
                if (unit != null && unit.told != null) {
                    safely(() -> listener.jobQueued(queued.unit(), queued.job()));
                }
            }
            case Heard.JobEnded ended -> {
                Watched unit = watched.get(ended.unit());
                if (unit != null && unit.told != null) {
                    unit.ends.add(new End(ended.job(), ended.result(), unit.reads + 1));
                    readSoon(unit);
                }
            }
            case Heard.Reloaded _, Heard.Overflowed _ -> watched.values().forEach(this::readSoon);
            case Heard.OwnerChanged _ -> {
                session.subscribeAgain();
                list(session);
            }
            case Heard.Rewatch _ -> {
                if (names.generation() != adjusted) {
                    adjust(session);
                    list(session);
                }
            }
            case Heard.LookWanted wanted -> {
                Watched unit = watched.get(wanted.unit());
                if (unit == null || unit.told == null) {
                    wanted.looked().complete(true);
                } else {
                    unit.looks.add(new Look(wanted.looked(), unit.reads + 1));
                    readSoon(unit);
                }
            }
            case Heard.Stopping _ -> {
                if (!stopping) {
                    stopping = true;
                    safely(listener::stopping);
                }
            }
            case Heard.Lost _ -> {
                // Ends watch() before it comes here.
            }
        }
    }

    private void readFailed(Heard.ReadFailed failed) {
        Watched unit = watched.get(failed.unit());
        if (unit == null) {
            return;
        }
        boolean away = failed.error().is(BusError.NO_REPLY)
                || failed.error().is(BusError.DISCONNECTED)
                || failed.error().is(BusError.NAME_HAS_NO_OWNER);
        if (away) {
            // systemd went from the bus while it was asked; when it is back, all is listed again.
            reading.remove(unit);
            return;
        }
        if (failed.error().is(Refusals.NO_SUCH_UNIT) || failed.error().is(BusError.UNKNOWN_OBJECT)) {
            unit.values.clear();
        } else {
            LOG.warn("cannot look at {}: {}", unit.name, failed.error().getMessage());
        }
        readEnded(unit);
    }

    private void readEnded(Watched unit) {
        reading.remove(unit);
        tell(unit);
        for (Iterator<End> ends = unit.ends.iterator(); ends.hasNext(); ) {
            End end = ends.next();
            if (end.read <= unit.reads) {
                ends.remove();
                UnitStatus status = unit.values.status(unit.name);
                safely(() -> listener.jobEnded(unit.name, end.job, end.result, status));
            }
        }
        unit.looks.removeIf(look -> look.read <= unit.reads && look.looked.complete(true));
        if (unit.again) {
            unit.again = false;
            readSoon(unit);
        }
        if (unit.values.status(unit.name).frozen()) {
            frozen.putIfAbsent(unit.name, System.nanoTime() + THAW_NANOS);
        }
        if (listing.remove(unit.name) && listing.isEmpty()) {
            tellListed();
        }
    }

    private void tell(Watched unit) {
        UnitStatus status = unit.values.status(unit.name);
        if (unit.told != null && !status.equals(unit.told)) {
            unit.told = status;
            safely(() -> listener.seen(status));
        }
    }

    private void tellListed() {
        Map<UnitName, UnitStatus> all = new TreeMap<>();
        for (Watched unit : watched.values()) {
            UnitStatus status = unit.values.status(unit.name);
            unit.told = status;
            all.put(unit.name, status);
        }
        safely(() -> listener.listed(all));
    }

    /** Brings the units in line with the wish. */
    private void adjust(Session session) {
        adjusted = names.generation();
        Set<UnitName> wanted = names.units();
        watched.values().removeIf(unit -> {
            if (wanted.contains(unit.name)) {
                return false;
            }
            if (unit.referenced) {
                session.unreference(unit.name);
            }
            reading.remove(unit);
            toRead.remove(unit.name);
            due.remove(unit.name);
            frozen.remove(unit.name);
            unit.forgetLooks(true);
            return true;
        });
        for (UnitName name : wanted) {
            Watched unit = watched.computeIfAbsent(name, Watched::new);
            if (!unit.referenced) {
                unit.referenced = true;
                session.reference(name);
            }
        }
    }

    private void list(Session session) {
        if (names.generation() == 0) {
            return;
        }
        listing.clear();
        listing.addAll(watched.keySet());
        if (listing.isEmpty()) {
            tellListed();
        }
        watched.values().forEach(this::readSoon);
        pump(session);
    }

    private void readSoon(Watched unit) {
        due.remove(unit.name);
        if (reading.contains(unit)) {
            unit.again = true;
        } else {
            toRead.add(unit.name);
        }
    }

    private void readWhatIsDue() {
        List<UnitName> ripe = new ArrayList<>(ripe(due));
        List<UnitName> perhapsThawed = ripe(frozen);
        perhapsThawed.forEach(frozen::remove);
        ripe.addAll(perhapsThawed);
        for (UnitName name : ripe) {
            Watched unit = watched.get(name);
            if (unit != null) {
                readSoon(unit);
            }
        }
    }

    private static List<UnitName> ripe(Map<UnitName, Long> waiting) {
        long now = System.nanoTime();
        return waiting.entrySet().stream()
                .takeWhile(entry -> entry.getValue() - now <= 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private void pump(Session session) {
        Iterator<UnitName> names = toRead.iterator();
        while (names.hasNext() && reading.size() < READS_AT_ONCE) {
            Watched unit = watched.get(names.next());
            names.remove();
            if (unit != null) {
                unit.reads++;
                unit.readSince = System.nanoTime();
                reading.add(unit);
                session.read(unit.name);
            }
        }
    }

    private long patience() {
        long most = reading.isEmpty() ? Duration.ofHours(1).toNanos() : READ_DEADLINE_NANOS;
        long now = System.nanoTime();
        return Stream.of(due, frozen)
                .flatMap(waiting -> waiting.values().stream().limit(1))
                .mapToLong(next -> Math.clamp(next - now, 0, most))
                .min()
                .orElse(most);
    }

    private static void safely(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("a listener failed", e);
        }
    }

    /** A job's end that is told once the unit was looked at for the {@code read}th time. */
    private record End(long job, JobResult result, long read) {}

    /** Somebody waits until the unit was looked at for the {@code read}th time. */
    private record Look(CompletableFuture<Boolean> looked, long read) {}

    /** One unit and what was told of it; nothing yet, before it was listed. */
    private static final class Watched {
        final UnitName name;
        final UnitValues values = new UnitValues();
        final List<End> ends = new ArrayList<>();
        final List<Look> looks = new ArrayList<>();

        @Nullable UnitStatus told;

        boolean referenced;
        boolean again;
        long reads;
        long readSince;

        Watched(UnitName name) {
            this.name = name;
        }

        void forgetSession() {
            // What happened in between is not known, so nothing old may stand for it.
            values.clear();
            told = null;
            referenced = false;
            again = false;
            ends.clear();
            forgetLooks(false);
        }

        void forgetLooks(boolean isLooked) {
            looks.forEach(look -> look.looked.complete(isLooked));
            looks.clear();
        }
    }
}
