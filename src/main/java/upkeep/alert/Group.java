package upkeep.alert;

import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.spec.AlertRoute.Timing;

/**
 * Cases that share messages to one receiver.
 *
 * @param timing that of the route when it was last asked
 * @param told what was told of each case, by its key
 * @param last when its last message was made
 */
public record Group(Timing timing, SortedMap<String, Told> told, Optional<Instant> last) {

    public Group {
        told = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(told));
    }

    static Group empty(Timing timing) {
        return new Group(timing, new TreeMap<>(), Optional.empty());
    }

    Group with(String key, Told of) {
        SortedMap<String, Told> more = new TreeMap<>(told);
        more.put(key, of);
        return new Group(timing, more, last);
    }

    Group without(String key) {
        SortedMap<String, Told> fewer = new TreeMap<>(told);
        fewer.remove(key);
        return new Group(timing, fewer, last);
    }

    Group timed(Timing other) {
        return new Group(other, told, last);
    }

    Group spoke(Instant now) {
        return new Group(timing, told, Optional.of(now));
    }
}
