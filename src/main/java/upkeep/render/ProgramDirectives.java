package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import upkeep.spec.ProgramUnit;

/**
 * Which directives a program asks for that upkeepd has systemd run: when a check fails, when a rule holds, or to tell somebody. What it
 * is told lies in a file that it has as its standard input; {@code with-event} makes variables of that. systemd opens the file before it
 * changes the user.
 */
final class ProgramDirectives {

    private static final String UNIT = "Unit";
    private static final String SERVICE = "Service";
    private static final String WITH_EVENT = "/usr/lib/upkeep/with-event";
    private static final String EVENTS = "/run/upkeep/events/";

    private ProgramDirectives() {}

    static void collect(ProgramUnit program, AskedList asked) {
        asked.line(UNIT, "Description", "exec", description(program));
        // How often it runs is upkeepd's to bound.
        asked.add(UNIT, "StartLimitIntervalSec", "0");
        asked.add(SERVICE, "Type", "oneshot");
        // Without Group= systemd takes the user's own group, and in both cases the user's supplementary groups only.
        asked.otherAccount(SERVICE, "User", "user", program.user());
        program.group().ifPresent(group -> asked.otherAccount(SERVICE, "Group", "group", group));
        asked.add(SERVICE, "StandardInput", "file:" + EVENTS + program.unit());
        List<String> command = new ArrayList<>(List.of(WITH_EVENT));
        command.addAll(program.command());
        asked.command(SERVICE, "ExecStart", "exec", command);
        asked.add(SERVICE, "TimeoutStartSec", program.timeout().toString());
        switch (program.use()) {
            case ACTION -> sandbox(program, asked);
            case RECEIVER -> {
                sandbox(program, asked);
                limits(asked);
            }
            case MAILER -> {
                mailer(asked);
                limits(asked);
            }
        }
    }

    private static String description(ProgramUnit program) {
        return switch (program.use()) {
                    case ACTION -> "What upkeep runs: ";
                    case RECEIVER, MAILER -> "By which upkeep tells: ";
                }
                + program.command().getFirst();
    }

    private static void sandbox(ProgramUnit program, AskedList asked) {
        asked.add(SERVICE, "NoNewPrivileges", "yes");
        asked.add(SERVICE, "PrivateTmp", "yes");
        asked.add(SERVICE, "ProtectSystem", "strict");
        asked.add(SERVICE, "ProtectHome", "read-only");
        if (!program.writable().isEmpty()) {
            asked.words(SERVICE, "ReadWritePaths", "writable", program.writable());
        }
    }

    /**
     * sendmail(8) of every mail system hands over to a program that is set-group-ID or set-user-ID, so nothing may stand here that forbids
     * or implies to forbid that. Exim goes on to deliver after it has answered, also to people's homes.
     */
    private static void mailer(AskedList asked) {
        asked.add(SERVICE, "KillMode", "process");
        asked.add(SERVICE, "PrivateTmp", "yes");
        asked.add(SERVICE, "ProtectSystem", "full");
    }

    /** What tells people must not be what the machine dies of. */
    private static void limits(AskedList asked) {
        asked.add(SERVICE, "TimeoutStopSec", "5s");
        asked.add(SERVICE, "MemoryMax", "512M");
        asked.add(SERVICE, "TasksMax", "256");
    }
}
