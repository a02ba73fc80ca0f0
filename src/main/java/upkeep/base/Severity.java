package upkeep.base;

import java.util.Locale;

/** How loud something is told, the loudest first, as syslog(3) priorities: critical 2, error 3, warning 4, notice 5, information 6. */
public enum Severity {
    CRITICAL,
    ERROR,
    WARNING,
    NOTICE,
    INFORMATION;

    /** As it is written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is louder than the other. */
    public boolean isLouderThan(Severity other) {
        return compareTo(other) < 0;
    }
}
