package upkeep.alert;

import java.time.Instant;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Something that is told once, and has no end: a file has changed, the machine was booted.
 *
 * @param left the receivers that are still to be told
 */
public record News(Facts facts, Instant at, SortedSet<String> left) {

    public News {
        left = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(left));
    }

    News without(String receiver) {
        SortedSet<String> fewer = new TreeSet<>(left);
        fewer.remove(receiver);
        return new News(facts, at, fewer);
    }
}
