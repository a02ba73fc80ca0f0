package upkeep.alert;

import java.util.Comparator;

/**
 * What shares messages.
 *
 * @param route the place of the route in the tree: {@code 0.2} is the third branch of the first of the root
 * @param values by which it is told apart from other groups of the route
 */
public record GroupKey(String receiver, String route, String values) implements Comparable<GroupKey> {

    private static final Comparator<GroupKey> ORDER = Comparator.comparing(GroupKey::receiver)
            .thenComparing(GroupKey::route)
            .thenComparing(GroupKey::values);

    @Override
    public int compareTo(GroupKey other) {
        return ORDER.compare(this, other);
    }
}
