package upkeep.systemd.journal;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import upkeep.base.UnitName;

/**
 * Who asked for something to be done to a unit, out of what sudo(8), pkexec(1) and polkit(8) log. Whoever may log at all
 * can write such a line, take the name of such a program, and even run it a moment later, so that journald finds it where
 * the line came from. What a service cannot do is leave its control group: sudo and pkexec count only from within a
 * login, polkit only from its own service. The user id is the kernel's word, the name beside it the program's.
 */
final class Requests {

    /** A login, or what runs below the user's own manager, for example a terminal of a desktop. */
    private static final Pattern LOGIN = Pattern.compile("session-[A-Za-z0-9]+\\.scope|user@[0-9]+\\.service");

    /** {@code alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/systemctl stop web}; a refusal has its reason first. */
    private static final Pattern SUDO = Pattern.compile(
            " *([^ :]+) : (?:TTY|PWD|USER|HOST|CHROOT|GROUP|ENV|TSID)=[^\\n]*" + " ; COMMAND=([^\\n]+)");

    /** {@code alice: Executing command [USER=root] [TTY=/dev/pts/0] [CWD=/home/alice] [COMMAND=/usr/bin/systemctl stop web]} */
    private static final Pattern PKEXEC =
            Pattern.compile("([^ :]+): Executing command \\[USER=[^\\n]*\\] \\[COMMAND=([^\\n]+)\\]");

    /** {@code Operator of unix-session:1 successfully authenticated as unix-user:alice to gain … [systemctl stop web] …} */
    private static final Pattern POLKIT = Pattern.compile("Operator of [^ ]+ successfully authenticated as"
            + " unix-user:([^ ]+) to gain [^\\n]* for action org\\.freedesktop\\.systemd1\\.manage-units for [^ ]+"
            + " \\[([^\\n]*)\\] \\(owned by [^ ()]+\\)");

    private static final Set<String> PROGRAMS = Set.of("/usr/bin/sudo", "/usr/bin/pkexec");

    /** Ends a program's words, quotes them or separates them. */
    private static final Pattern BETWEEN_WORDS = Pattern.compile("[\\s'\"]+");

    private Requests() {}

    /** The asker and the command, if the entry tells of one that names the unit. */
    static Optional<String> by(ExportedEntry entry, UnitName unit) {
        String message = entry.field("MESSAGE");
        if (!entry.has("_TRANSPORT", "syslog")) {
            return Optional.empty();
        }
        if (entry.has("_SYSTEMD_UNIT", "polkit.service") && entry.has("_COMM", "polkitd")) {
            return asked(POLKIT, message, " [", unit).map(asked -> asked.name + ": " + asked.command);
        }
        if (!LOGIN.matcher(entry.field("_SYSTEMD_UNIT")).matches()
                || !PROGRAMS.contains(entry.field("_EXE"))
                || !entry.field("_EXE").endsWith("/" + entry.field("_COMM"))) {
            return Optional.empty();
        }
        String program = entry.field("_COMM");
        Optional<Asked> asked = program.equals("sudo")
                ? asked(SUDO, message, "COMMAND=", unit)
                : asked(PKEXEC, message, "[COMMAND=", unit);
        return asked.map(who -> who.name + " (uid " + entry.field("_UID") + "): " + program + " " + who.command);
    }

    private record Asked(String name, String command) {}

    /** What stands before the command is the asker's own choice in part: it must not hold a second command. */
    private static Optional<Asked> asked(Pattern form, String message, String beforeCommand, UnitName unit) {
        Matcher parts = form.matcher(message);
        boolean once = message.indexOf(beforeCommand) == message.lastIndexOf(beforeCommand);
        return once && parts.matches() && names(parts.group(2), unit)
                ? Optional.of(new Asked(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    private static boolean names(String command, UnitName unit) {
        return Stream.of(BETWEEN_WORDS.split(command))
                .skip(1)
                .anyMatch(word ->
                        word.equals(unit.text()) || (unit.type().equals("service") && word.equals(unit.stem())));
    }
}
