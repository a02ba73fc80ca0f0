package upkeep.sim;

import java.util.EnumMap;
import java.util.Map;

/**
 * How often what goes wrong, drawn anew for every seed: a few kinds often, most seldom or not at all, so that one seed is
 * about few things.
 *
 * @param pause the mean time between two faults, seconds
 * @param weights how often each kind is drawn
 * @param lies the share of probes that say the contrary
 * @param unknown the share of probes that could not be run
 * @param duplicated the share of signals that come twice
 * @param silent the share of questions that the journal does not answer
 */
record Faults(int pause, Map<Kind, Integer> weights, double lies, double unknown, double duplicated, double silent) {

    /** What can happen. */
    enum Kind {
        KILLED,
        EXITED,
        HUNG,
        BROKEN,
        MENDED,
        FLAPPING,
        NOT_READY,
        SLOW,
        STUBBORN,
        LEAK,
        OPERATOR_STOPS,
        OPERATOR_STARTS,
        OPERATOR_RESTARTS,
        OPERATOR_MASKS,
        HOLD,
        RELEASE,
        TRIGGER,
        EXTERNAL,
        BUS_LOST,
        OVERFLOW,
        UPKEEPD_RESTARTS,
        CLOCK_STEPPED,
        SUSPENDED,
        PACKAGES,
        PRESSURE,
        GUARD,
        DISK_FULL,
        NETWORK,
        PLAN_RELOADED,
        REBOOT
    }

    static Faults draw(Chance chance) {
        Map<Kind, Integer> weights = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            weights.put(kind, chance.of(0.45) ? 0 : chance.of(0.3) ? 10 : 2);
        }
        weights.put(Kind.MENDED, 6);
        weights.computeIfPresent(Kind.REBOOT, (kind, drawn) -> Math.min(1, drawn));
        return new Faults(
                chance.between(8, 90),
                weights,
                chance.of(0.5) ? 0 : chance.between(0, 0.01),
                chance.of(0.5) ? 0 : chance.between(0, 0.05),
                chance.of(0.5) ? 0 : chance.between(0, 0.2),
                chance.among(0.0, 0.1, 1.0));
    }

    /** The same without some kinds. */
    Faults without(Kind... kinds) {
        Map<Kind, Integer> others = new EnumMap<>(weights);
        for (Kind kind : kinds) {
            others.put(kind, 0);
        }
        return new Faults(pause, others, lies, unknown, duplicated, silent);
    }

    Kind next(Chance chance) {
        int all = 0;
        for (int weight : weights.values()) {
            all += weight;
        }
        int drawn = chance.below(all);
        for (Map.Entry<Kind, Integer> weight : weights.entrySet()) {
            drawn -= weight.getValue();
            if (drawn < 0) {
                return weight.getKey();
            }
        }
        throw new AssertionError("no kind drawn");
    }
}
