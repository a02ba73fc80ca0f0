package upkeep.render;

import java.util.Set;
import java.util.regex.Pattern;

/** The signals of Linux by name, without {@code SIG}; see signal(7). */
final class Signals {

    static final String RULE = "no signal has this name; write it without SIG, for instance HUP or USR1";

    private static final Set<String> NAMES = Set.of(
            "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM",
            "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF",
            "WINCH", "IO", "PWR", "SYS");

    private static final Pattern REAL_TIME =
            Pattern.compile("RTMIN(\\+([1-9]|[12][0-9]|30))?|RTMAX(-([1-9]|[12][0-9]|30))?");

    private Signals() {}

    static boolean isKnown(String name) {
        return NAMES.contains(name) || REAL_TIME.matcher(name).matches();
    }
}
