package upkeep.systemd.dbus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import upkeep.base.UnitName;
import upkeep.core.JobResult;
import upkeep.core.UnitStatus;
import upkeep.systemd.ServiceManager.Listener;

/** Keeps what is told, in order. */
final class Told implements Listener {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BlockingQueue<Object> items = new LinkedBlockingQueue<>();
    final List<String> before = new ArrayList<>();

    private record Listed(Map<UnitName, UnitStatus> units) {}

    private record Lost(String why) {}

    private record Ended(long job, UnitStatus status) {}

    private <T> T next(Class<T> type, Predicate<T> wanted) throws InterruptedException {
        while (true) {
            Object item = items.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (item == null) {
                throw new AssertionError("not told; but before: " + before);
            }
            if (type.isInstance(item) && wanted.test(type.cast(item))) {
                return type.cast(item);
            }
            before.add(item.toString());
        }
    }

    UnitStatus listed(UnitName unit) throws InterruptedException {
        UnitStatus status = next(Listed.class, listed -> listed.units().containsKey(unit))
                .units()
                .get(unit);
        return status == null ? UnitStatus.absent(unit) : status;
    }

    void lost() throws InterruptedException {
        next(Lost.class, _ -> true);
    }

    UnitStatus seen(Predicate<UnitStatus> wanted) throws InterruptedException {
        return next(UnitStatus.class, wanted);
    }

    UnitStatus ended(long job) throws InterruptedException {
        return next(Ended.class, ended -> ended.job() == job).status();
    }

    /** The status that came with the next end of a job. */
    UnitStatus nextEnd() throws InterruptedException {
        return next(Ended.class, _ -> true).status();
    }

    @Override
    public void listed(Map<UnitName, UnitStatus> units) {
        items.add(new Listed(units));
    }

    @Override
    public void lost(String why) {
        items.add(new Lost(why));
    }

    @Override
    public void seen(UnitStatus status) {
        items.add(status);
    }

    @Override
    public void jobQueued(UnitName unit, long job) {
        items.add("queued " + job);
    }

    @Override
    public void jobEnded(UnitName unit, long job, JobResult result, UnitStatus status) {
        items.add(new Ended(job, status));
    }

    @Override
    public void stopping() {
        items.add("stopping");
    }
}
