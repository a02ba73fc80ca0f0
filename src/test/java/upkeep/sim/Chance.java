package upkeep.sim;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** All chance of a simulation, from one seed. */
final class Chance {

    private final SplittableRandom random;

    Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean of(double probability) {
        return random.nextDouble() < probability;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return least + random.nextInt(most - least + 1);
    }

    double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }

    /** Nanoseconds up to the duration. */
    long within(Duration longest) {
        return (long) (random.nextDouble() * longest.toNanos());
    }

    <T> T among(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @SafeVarargs
    final <T> T among(T... all) {
        return all[random.nextInt(all.length)];
    }
}
