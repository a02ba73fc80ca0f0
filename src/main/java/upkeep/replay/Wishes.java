package upkeep.replay;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.base.Moment;
import upkeep.core.Action;
import upkeep.core.Decision;
import upkeep.spec.CheckId;

/** What a plan's decisions want to happen later: probes and wake-ups, the latest wish for each. */
final class Wishes {

    private final Map<CheckId, Moment> probes = new HashMap<>();
    private final Map<String, Moment> wakes = new HashMap<>();

    void clear() {
        probes.clear();
        wakes.clear();
    }

    void take(Decision decision) {
        for (Action action : decision.actions()) {
            if (action instanceof Action.ProbeAt wish) {
                probes.put(wish.check(), wish.due());
            } else if (action instanceof Action.ProbeNever wish) {
                probes.remove(wish.check());
            } else if (action instanceof Action.WakeAt wish) {
                wakes.put(wish.service(), wish.due());
            } else if (action instanceof Action.WakeNever wish) {
                wakes.remove(wish.service());
            }
        }
    }

    Optional<Moment> probe(CheckId check) {
        return Optional.ofNullable(probes.get(check));
    }

    Optional<Moment> wake(String service) {
        return Optional.ofNullable(wakes.get(service));
    }

    void woken(String service) {
        wakes.remove(service);
    }

    /** The next service to be woken up to that moment which the other does not want woken at the same time. */
    Optional<String> nextWake(Moment until, Wishes other) {
        return wakes.entrySet().stream()
                .filter(wish -> until.reached(wish.getValue()))
                .filter(wish -> !Optional.of(wish.getValue()).equals(other.wake(wish.getKey())))
                .min(Map.Entry.<String, Moment>comparingByValue(
                                java.util.Comparator.comparingLong(Moment::monotonicNanos))
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }
}
