package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.Nearest;

/** Signal names of signal(7), read with or without {@code SIG}. */
final class Signals {

    private static final List<String> NAMES = List.of(
            ("HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN"
                            + " TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS")
                    .split(" "));

    private static final Kind<String> ANY = new Kind<>(
            Signals::parse,
            text -> "it is not the name of a signal",
            text -> Nearest.to(text, NAMES)
                    .map(name -> "did you mean " + Quoted.text(name) + "?")
                    .orElse("write a name of signal(7), such as HUP or USR1"),
            name -> name,
            new Shape.Text("signal", "signals", "^(SIG)?[A-Z][A-Z0-9+-]*$"));

    /** What a service may be told to stop by. */
    static final Kind<String> STOP = ANY.where(
                    name -> !name.equals("STOP") && !name.equals("CONT"),
                    "it ends no process",
                    "write TERM, INT or QUIT")
            .called("signal, but not `STOP` or `CONT`");

    /** What a service may be told to reload by. */
    static final Kind<String> RELOAD = ANY.where(
                    name -> !name.equals("KILL") && !name.equals("STOP"),
                    "no process can catch it",
                    "write HUP or USR1")
            .called("signal, but not `KILL` or `STOP`");

    private Signals() {}

    /** The number of a signal that has the same one on all machines that Debian's systemd runs on, by its name. */
    static Optional<Integer> number(String text) {
        int index = NAMES.indexOf(text.startsWith("SIG") ? text.substring(3) : text);
        return index < 0 ? Optional.empty() : Optional.of(index + 1);
    }

    private static Optional<String> parse(String text) {
        String name = text.startsWith("SIG") ? text.substring(3) : text;
        boolean realtime = name.matches("RTMIN(\\+([0-9]|[12][0-9]|30))?|RTMAX(-([0-9]|[12][0-9]|30))?");
        return realtime || NAMES.contains(name) ? Optional.of(name) : Optional.empty();
    }
}
