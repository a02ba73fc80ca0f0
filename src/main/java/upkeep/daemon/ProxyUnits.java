package upkeep.daemon;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import upkeep.base.Moment;
import upkeep.core.Action.Verb;
import upkeep.core.Health;
import upkeep.core.JobResult;
import upkeep.core.Phase;
import upkeep.core.ServiceState;
import upkeep.daemon.EventLoop.Snapshot;
import upkeep.spec.Rollout;
import upkeep.spec.Service;
import upkeep.systemd.ManagerException;
import upkeep.systemd.ServiceManager;

/**
 * Has reverse proxies told when instances come to be ready, or no longer are. upkeepd may not write what they read: it starts
 * the oneshot unit that {@code apply} rendered for that, which waits until no apply or roll is under way, and asks upkeepd in
 * its turn. One run after the other; what changes meanwhile is for the next. What failed is tried again.
 */
final class ProxyUnits implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyUnits.class);
    /** More than the unit may take. */
    private static final Duration DEADLINE = Duration.ofMinutes(190);

    private static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

    private final ServiceManager manager;
    private final Map<String, String> told = new ConcurrentHashMap<>();
    private final Schedule<String> schedule = new Schedule<>("proxy-units", this::tell);

    ProxyUnits(ServiceManager manager) {
        this.manager = manager;
    }

    /** There is a new state; called on the loop thread. */
    void changed(Snapshot snapshot) {
        if (!snapshot.state().listed()) {
            return;
        }
        Moment now = Now.moment();
        SortedMap<String, String> found = new TreeMap<>();
        for (Service service : snapshot.plan().services().values()) {
            Rollout rollout = service.rollout();
            if (rollout.proxy().isPresent() && rollout.instance().isPresent()) {
                found.merge(rollout.instance().get().set(), word(snapshot, service, now), String::concat);
            }
        }
        found.forEach((set, words) -> {
            if (!words.equals(told.put(set, words))) {
                schedule.at(set, now);
            }
        });
        told.keySet().retainAll(found.keySet());
    }

    private static String word(Snapshot snapshot, Service service, Moment now) {
        ServiceState state = snapshot.state().services().getOrDefault(service.name(), ServiceState.fresh(now));
        Health health = snapshot.supervisor().health(snapshot.state(), service, now);
        return " " + service.name() + "=" + (state.phase() == Phase.UP ? word(health) : "out");
    }

    /** What cannot be told is for the unit to find out as well: it leaves such a one as it is. */
    private static String word(Health health) {
        return switch (health) {
            case OK, NONE, SUSPECT -> "in";
            case NOT_READY, DEAD -> "out";
            case STARTING, UNKNOWN -> "unknown";
        };
    }

    private void tell(String set) {
        if (told.containsKey(set) && !isTold(set)) {
            schedule.at(set, Now.moment().plus(BETWEEN_TRIES));
        }
    }

    private boolean isTold(String set) {
        try {
            JobResult result = manager.run(Rollout.proxyUnit(set), Verb.START, true, DEADLINE)
                    .result();
            LOG.info("told the proxies of {}: {}", set, result.word());
            return result == JobResult.DONE;
        } catch (ManagerException e) {
            LOG.warn("cannot tell the proxies of {}: {}", set, e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        schedule.close();
    }
}
