package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import upkeep.spec.Check.Reaction;

/**
 * Which directives a program asks for that is run when a check fails or a rule holds. It gets what happened on its
 * standard input; {@code with-event} makes variables of that. systemd opens the file before it changes the user.
 */
final class ProgramDirectives {

    private static final String UNIT = "Unit";
    private static final String SERVICE = "Service";
    private static final String WITH_EVENT = "/usr/lib/upkeep/with-event";
    private static final String EVENTS = "/run/upkeep/events/";

    private ProgramDirectives() {}

    static void collect(Reaction.Exec exec, AskedList asked) {
        asked.line(
                UNIT,
                "Description",
                "exec",
                "What upkeep runs: " + exec.command().getFirst());
        // How often it runs is upkeepd's to bound.
        asked.add(UNIT, "StartLimitIntervalSec", "0");
        asked.add(SERVICE, "Type", "oneshot");
        // Without Group= systemd takes the user's own group, and in both cases the user's supplementary groups only.
        asked.otherAccount(SERVICE, "User", "user", exec.user());
        exec.group().ifPresent(group -> asked.otherAccount(SERVICE, "Group", "group", group));
        asked.add(SERVICE, "StandardInput", "file:" + EVENTS + exec.unit());
        List<String> command = new ArrayList<>(List.of(WITH_EVENT));
        command.addAll(exec.command());
        asked.command(SERVICE, "ExecStart", "exec", command);
        asked.add(SERVICE, "TimeoutStartSec", exec.timeout().toString());
        asked.add(SERVICE, "NoNewPrivileges", "yes");
        asked.add(SERVICE, "PrivateTmp", "yes");
        asked.add(SERVICE, "ProtectSystem", "strict");
        asked.add(SERVICE, "ProtectHome", "read-only");
        if (!exec.writable().isEmpty()) {
            asked.words(SERVICE, "ReadWritePaths", "writable", exec.writable());
        }
    }
}
