package upkeep.sim;

import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/** What is to happen when, in virtual nanoseconds; things at the same moment happen in the order they were entered. */
final class Agenda {

    private record Item(long at, long order, Runnable what) implements Comparable<Item> {
        @Override
        public int compareTo(Item other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Item> items = new PriorityQueue<>();
    private final Map<Object, Long> keyed = new HashMap<>();
    private long order;

    void at(long when, Runnable what) {
        items.add(new Item(when, order++, what));
    }

    /** Replaces what was entered under the key before. */
    void at(Object key, long when, Runnable what) {
        long mine = order++;
        keyed.put(key, mine);
        items.add(new Item(when, mine, () -> {
            if (Long.valueOf(mine).equals(keyed.get(key))) {
                keyed.remove(key);
                what.run();
            }
        }));
    }

    void never(Object key) {
        keyed.remove(key);
    }

    /** Forgets everything entered under a key: upkeepd is gone, systemd goes on. */
    void forgetKeyed() {
        keyed.clear();
    }

    /** When the next thing happens; the largest number if there is none. */
    long next() {
        Item item = items.peek();
        return item == null ? Long.MAX_VALUE : item.at();
    }

    void runNext() {
        Item item = items.poll();
        if (item != null) {
            item.what().run();
        }
    }
}
