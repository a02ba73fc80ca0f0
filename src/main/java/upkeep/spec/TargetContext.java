package upkeep.spec;

import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * The check that a target belongs to, as far as the reader of the target needs it.
 *
 * @param id what the check is called
 * @param check the map of the check, in which the target is one key
 * @param port that of the service the check belongs to, if it has one
 * @param timeout the deadline of one probe
 */
record TargetContext(CheckId id, Fields check, Optional<Integer> port, Placeholders placeholders, TimeSpan timeout) {

    Report report() {
        return check.report();
    }

    /** The map of the target, or the single value that stands for one with that key alone. */
    Fields fields(Key<Form.Brief> kind, Key<?> standIn) {
        return isShort(kind) ? check.only(kind, standIn) : check.map(kind);
    }

    /** Whether the value of the target is a single one and not a map. */
    private boolean isShort(Key<?> kind) {
        return check.entry(kind)
                .filter(entry -> entry.value() instanceof Node.Scalar scalar && !scalar.isAbsent())
                .isPresent();
    }

    /** The text of a single value, empty if it is none. */
    String shortText(Key<?> kind) {
        return check.entry(kind)
                .map(entry -> entry.value() instanceof Node.Scalar scalar ? scalar.text() : "")
                .orElse("");
    }
}
