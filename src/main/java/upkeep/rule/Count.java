package upkeep.rule;

import java.util.ArrayList;
import java.util.List;

/**
 * How a count that only grows has grown lately. A count that fell began anew, and what it shows then is growth. Fractions
 * do not count, so that every step is at least one, and {@value #MOST_STEPS} steps are more than any rule asks for.
 *
 * @param value the whole part of the count when it was last known
 * @param since when it was first known, in monotonic nanoseconds
 */
record Count(double value, long since, List<Step> steps) {

    static final int MOST_STEPS = Parser.MOST_COUNTED + 1;

    /** By how much it grew, and when that was seen. */
    record Step(long at, double by) {}

    Count {
        steps = List.copyOf(steps);
    }

    static Count first(double value, long now) {
        return new Count(Math.floor(value), now, List.of());
    }

    Count next(double further, long now) {
        double whole = Math.floor(further);
        double growth = whole < value ? whole : whole - value;
        if (growth < 1) {
            return new Count(whole, since, steps);
        }
        List<Step> more = new ArrayList<>(steps);
        more.add(new Step(now, growth));
        return new Count(whole, since, more.subList(Math.max(0, more.size() - MOST_STEPS), more.size()));
    }

    /** Without the steps that a test no longer looks at. */
    Count within(Test.Growth test, long now) {
        long span = test.within().microseconds() * 1_000;
        return new Count(
                value,
                since,
                steps.stream().filter(step -> now - step.at() < span).toList());
    }

    double grown() {
        return steps.stream().mapToDouble(Step::by).sum();
    }
}
