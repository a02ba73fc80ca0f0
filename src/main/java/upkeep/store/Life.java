package upkeep.store;

import java.util.List;
import upkeep.base.Moment;
import upkeep.core.HardState;
import upkeep.spec.PlanSources;

/**
 * What one life of upkeepd began with; together with the inputs that follow, all that its decisions rest on.
 *
 * @param version of upkeep
 * @param format of its inputs and states; only a program of the same format can read them
 * @param boot the identity of the boot, empty if it is not known
 * @param beginning the arguments of {@code State.begin}, besides the plan
 */
public record Life(String version, String format, String boot, PlanSources plan, Beginning beginning) {

    /** What earlier lives left behind, the last number given to an entry, when this one began, and whether after a boot. */
    public record Beginning(List<HardState> hardStates, long lastNumber, Moment at, boolean booted) {
        public Beginning {
            hardStates = List.copyOf(hardStates);
        }
    }

    /** A life of this program. */
    public static Life now(String version, String boot, PlanSources plan, Beginning beginning) {
        return new Life(version, Formats.FORMAT, boot, plan, beginning);
    }
}
