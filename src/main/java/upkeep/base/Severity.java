package upkeep.base;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

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

    /** The one that is written so. */
    public static Optional<Severity> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }

    /** Whether it is louder than the other. */
    public boolean isLouderThan(Severity other) {
        return compareTo(other) < 0;
    }
}
