package upkeep.install;

import java.util.List;
import upkeep.base.UnitName;

/** Port: makes systemd do what an apply decided. Every method may be called again for what was done before. */
public interface Activation {

    /**
     * Does one kind of step for all its units, in one go, so that systemd can order them.
     *
     * @param units empty for steps that concern no unit
     * @return one outcome a unit, or exactly one where there are no units
     */
    List<Outcome> run(Step.Kind kind, List<UnitName> units);

    /** What came of a step. */
    record Outcome(Step step, Result result, String text) {
        public static Outcome done(Step step) {
            return new Outcome(step, Result.DONE, "");
        }

        public static Outcome skipped(Step step, String why) {
            return new Outcome(step, Result.SKIPPED, why);
        }

        public static Outcome failed(Step step, String why) {
            return new Outcome(step, Result.FAILED, why);
        }
    }

    /** {@code SKIPPED}: there was nothing to do, for instance because the operator had stopped the unit. */
    enum Result {
        DONE,
        SKIPPED,
        FAILED
    }
}
