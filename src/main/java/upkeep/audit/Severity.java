package upkeep.audit;

import java.util.Locale;
import java.util.Optional;

/** How bad a finding is; the worst first. */
public enum Severity {
    /** Something fails, or does nothing of what it is there for, whenever it comes to it. */
    ERROR,
    /** Something goes wrong in some circumstances: another order of starts, a stop, a boot. */
    WARNING,
    /** Worth knowing; it may be meant. */
    REMARK;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The next one down; nothing below the last. */
    Optional<Severity> milder() {
        return switch (this) {
            case ERROR -> Optional.of(WARNING);
            case WARNING -> Optional.of(REMARK);
            case REMARK -> Optional.empty();
        };
    }
}
