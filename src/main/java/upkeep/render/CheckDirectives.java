package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import upkeep.base.TimeSpan;
import upkeep.spec.Check;
import upkeep.target.RunAs;

/**
 * Which directives the program of a check asks for that runs as another user: those of a socket on which upkeepd asks for
 * it, and those of the service that systemd starts for each connection; see systemd.socket(5), systemd.service(5).
 */
final class CheckDirectives {

    private static final String UNIT = "Unit";
    private static final String SOCKET = "Socket";
    private static final String SERVICE = "Service";
    private static final String WITH_STATUS = "/usr/lib/upkeep/with-status";

    /** More than upkeepd asks for: its own probe, one that is just being ended, and those of {@code upkeep check}. */
    private static final String AT_ONCE = "4";

    private CheckDirectives() {}

    static void collectSocket(Check check, RunAs runAs, AskedList asked) {
        asked.line(UNIT, "Description", "program", "Check " + check.id() + ", socket for upkeepd");
        asked.path(SOCKET, "ListenStream", "program", runAs.path());
        asked.add(SOCKET, "SocketUser", AccountNames.DAEMON);
        asked.add(SOCKET, "SocketMode", "0600");
        asked.add(SOCKET, "DirectoryMode", "0755");
        asked.add(SOCKET, "Accept", "yes");
        asked.add(SOCKET, "MaxConnections", AT_ONCE);
        asked.add(SOCKET, "RemoveOnStop", "yes");
        asked.add("Install", "WantedBy", "sockets.target");
    }

    /**
     * The service.
     *
     * @param withErrors whether upkeepd is told what the program writes to standard error
     */
    static void collectService(Check check, RunAs runAs, List<String> program, boolean withErrors, AskedList asked) {
        asked.line(UNIT, "Description", "exec", "Check " + check.id() + ", runs " + program.getFirst());
        asked.add(UNIT, "CollectMode", "inactive-or-failed");
        asked.units(UNIT, "StopPropagatedFrom", List.of(runAs.socket()));
        asked.add(SERVICE, "Type", "oneshot");
        asked.otherAccount(SERVICE, "User", "user", runAs.user());
        runAs.group().ifPresent(group -> asked.otherAccount(SERVICE, "Group", "group", group));
        // The usual slice of a template would stay behind when the check is gone.
        asked.add(SERVICE, "Slice", "system.slice");
        asked.add(SERVICE, "StandardInput", "socket");
        asked.add(SERVICE, "StandardOutput", "socket");
        asked.add(SERVICE, "StandardError", withErrors ? "socket" : "null");
        asked.words(SERVICE, "Environment", "program", List.of("LC_ALL=C.UTF-8", "UPKEEP_CHECK=" + check.id()));
        List<String> command = new ArrayList<>(List.of(WITH_STATUS));
        command.addAll(program);
        asked.command(SERVICE, "ExecStart", "exec", command);
        asked.add(SERVICE, "TimeoutStartSec", longest(check.timeout()).toString());
        asked.add(SERVICE, "KillSignal", "SIGKILL");
        // So ends what upkeepd hangs up on. It tells of that itself, and systemd need not.
        asked.add(SERVICE, "SuccessExitStatus", "SIGKILL");
        asked.add(SERVICE, "IgnoreSIGPIPE", "no");
        asked.add(SERVICE, "LogLevelMax", "notice");
        // No name space of its own: a plug-in sees mounts, /tmp and devices as they are.
        asked.add(SERVICE, "NoNewPrivileges", "yes");
        asked.add(SERVICE, "LockPersonality", "yes");
        asked.add(SERVICE, "RestrictRealtime", "yes");
        asked.add(SERVICE, "RestrictSUIDSGID", "yes");
    }

    /** When systemd ends it, should upkeepd not: later than that, which gives twice the time under pressure. */
    private static TimeSpan longest(TimeSpan timeout) {
        return new TimeSpan(2 * timeout.microseconds() + TimeSpan.ofSeconds(1).microseconds());
    }
}
