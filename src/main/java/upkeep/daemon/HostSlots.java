package upkeep.daemon;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import upkeep.target.Target;

/**
 * How many probes ask one host at the same time, so that checks do not cause the overload they report. This machine
 * itself is not spared: its services have a check each, and one that hangs must not hold up the others. Thread-safe.
 */
final class HostSlots {

    /** All slots of one limit; another limit begins anew, and what was taken before is given back to the old ones. */
    private record Slots(int limit, Map<String, Semaphore> byHost) {}

    private volatile Slots current = new Slots(0, Map.of());

    /** A slot that was taken; closing it gives it back. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits until fewer than {@code limit} probes ask the first of the target's hosts; in the order of asking. */
    Slot take(Target target, int limit) throws InterruptedException {
        List<String> hosts = target.hosts();
        if (hosts.isEmpty() || isHere(hosts.getFirst())) {
            return () -> {};
        }
        Semaphore semaphore = slots(limit).byHost().computeIfAbsent(hosts.getFirst(), _ -> new Semaphore(limit, true));
        semaphore.acquire();
        return semaphore::release;
    }

    private Slots slots(int limit) {
        Slots slots = current;
        if (slots.limit() != limit) {
            slots = new Slots(limit, new ConcurrentHashMap<>());
            current = slots;
        }
        return slots;
    }

    private static boolean isHere(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }
}
