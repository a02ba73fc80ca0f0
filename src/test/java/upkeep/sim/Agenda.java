package upkeep.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** What is to happen when, in virtual nanoseconds; things at the same moment happen in the order they were entered. */
final class Agenda {

    private record Item(long at, long order, Object key, Runnable what) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private static final Object NO_KEY = new Object();

    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private final Map<Object, Item> keyed = new HashMap<>();
    private long order;
    private long now;

    /** The virtual time; it does not pass while something happens. */
    long now() {
        return now;
    }

    void startAt(long moment) {
        now = moment;
    }

    void after(long wait, Runnable what) {
        items.add(new Item(now + wait, order++, NO_KEY, what));
    }

    /** Replaces what was entered under the key before. */
    void at(Object key, long when, Runnable what) {
        Item old = keyed.get(key);
        if (old == null || old.at() != when) {
            Item item = new Item(Math.max(when, now), order++, key, what);
            keyed.put(key, item);
            items.add(item);
        }
    }

    void never(Object key) {
        keyed.remove(key);
    }

    /** Forgets everything entered under a key: upkeepd is gone, systemd goes on. */
    void forgetKeyed() {
        keyed.clear();
    }

    /** Lets everything happen that is due until then. */
    void runUntil(long end) {
        while (!items.isEmpty() && items.peek().at() <= end) {
            Item item = items.remove();
            if (NO_KEY.equals(item.key()) || keyed.remove(item.key(), item)) {
                now = item.at();
                item.what().run();
            }
        }
        now = end;
    }
}
