package upkeep.host;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * File descriptors, of which this process and the whole machine have only so many. Without one nothing can be opened, and what was
 * to be looked at may be there or not.
 */
public final class Descriptors {

    /** Why something could not be opened, and the cure. */
    public static final String NONE_LEFT =
            "no file descriptor is left; raise LimitNOFILE= by `systemctl edit upkeepd`, or the"
                    + " sysctl fs.file-max";

    private Descriptors() {}

    /** Thrown instead of saying that something is not there. */
    public static final class NoneLeftException extends RuntimeException {
        private static final long serialVersionUID = 1;

        NoneLeftException() {
            super(NONE_LEFT);
        }
    }

    /** Whether an error says so (EMFILE, ENFILE). Java has its text alone, so the process must run with {@code LC_MESSAGES=C}. */
    public static boolean noneIsLeft(@Nullable String error) {
        return String.valueOf(error).toLowerCase(Locale.ROOT).contains("too many open files");
    }
}
