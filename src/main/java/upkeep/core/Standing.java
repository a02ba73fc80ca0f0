package upkeep.core;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What those who use a service, check or app have of it, as availability is reckoned. */
public enum Standing {
    /** It answers, as far as is known. */
    UP,
    /** It answers, and not all of it is well. */
    DEGRADED,
    /** It does not answer, and nobody wants it so. */
    DOWN,
    /** It does not answer, and somebody is at work on it: stopped, on hold, packages being installed, the machine shut down. */
    MAINTENANCE,
    /** Nobody looked, or nothing could be seen. */
    UNKNOWN;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that word. */
    public static Optional<Standing> of(String word) {
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
}
