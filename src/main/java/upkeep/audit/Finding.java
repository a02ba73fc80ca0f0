package upkeep.audit;

import java.util.Comparator;
import upkeep.base.SourcePos;

/**
 * Something that is wrong with a unit.
 *
 * @param unit its name; for folders and links of units that do not exist, the name that these stand for
 * @param place where what is wrong is written; {@link SourcePos#NONE} where it is not written anywhere
 * @param message {@code cannot X: why}
 * @param hint the one cure that fits here
 */
public record Finding(Fault fault, Severity severity, String unit, SourcePos place, String message, String hint)
        implements Comparable<Finding> {

    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::unit)
            .thenComparing(Finding::severity)
            .thenComparing(Finding::place)
            .thenComparing(Finding::fault)
            .thenComparing(Finding::message);

    /** Whether it is more than a remark. */
    public boolean isProblem() {
        return severity != Severity.REMARK;
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    /** {@code file:line:col: warning: message}, with the hint on a line of its own. */
    @Override
    public String toString() {
        return (place.equals(SourcePos.NONE) ? "" : place + ": ") + severity.word() + ": " + message + "\n  hint: "
                + hint;
    }
}
