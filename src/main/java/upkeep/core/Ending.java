package upkeep.core;

import java.util.Map;
import java.util.Optional;
import upkeep.core.UnitStatus.Exit;

/** How a unit's last run ended, in words. */
final class Ending {

    /** The names of signal(7) on x86-64 and arm64 Linux. */
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "SIGHUP"),
            Map.entry(2, "SIGINT"),
            Map.entry(3, "SIGQUIT"),
            Map.entry(4, "SIGILL"),
            Map.entry(5, "SIGTRAP"),
            Map.entry(6, "SIGABRT"),
            Map.entry(7, "SIGBUS"),
            Map.entry(8, "SIGFPE"),
            Map.entry(9, "SIGKILL"),
            Map.entry(10, "SIGUSR1"),
            Map.entry(11, "SIGSEGV"),
            Map.entry(12, "SIGUSR2"),
            Map.entry(13, "SIGPIPE"),
            Map.entry(14, "SIGALRM"),
            Map.entry(15, "SIGTERM"),
            Map.entry(24, "SIGXCPU"),
            Map.entry(25, "SIGXFSZ"),
            Map.entry(31, "SIGSYS"));

    private Ending() {}

    /** A whole clause: {@code the main process was killed by SIGKILL}. */
    static String text(UnitStatus status) {
        String exit = status.exit().map(Ending::text).orElse("");
        return switch (status.result()) {
            case "watchdog" -> "its watchdog failed, and systemd killed it";
            case "oom-kill" -> "the kernel killed it for want of memory";
            case "timeout" -> "it did not start or stop within its timeout, and systemd ended it";
            case "start-limit-hit" -> "systemd refused to start it: its start limit is spent";
            case "protocol" -> "it did not keep to its type's protocol (no READY=1, or no pid file)";
            case "resources" -> "systemd could not set up what it needs";
            case "condition", "exec-condition" -> "its condition did not hold";
            default -> exit.isEmpty() ? "the result is " + status.result() : exit;
        };
    }

    private static String text(Exit exit) {
        return switch (exit) {
            case Exit.Status status -> "the main process exited with status " + status.code() + meaning(status.code());
            case Exit.Signal signal ->
                "the main process was killed by "
                        + SIGNALS.getOrDefault(signal.number(), "signal " + signal.number())
                        + (signal.dumpedCore() ? " and dumped core" : "");
        };
    }

    /** What systemd itself means by the statuses it makes up, from systemd.exec(5). */
    private static String meaning(int code) {
        return switch (code) {
            case 200 -> " (CHDIR: cannot enter its directory)";
            case 203 -> " (EXEC: cannot run the program)";
            case 209, 210 -> " (cannot set up standard output or error)";
            case 216 -> " (GROUP: no such group)";
            case 217 -> " (USER: no such user)";
            case 226 -> " (NAMESPACE: cannot set up its sandbox)";
            default -> "";
        };
    }

    /** The same for programs. */
    static Map<String, String> fields(UnitStatus status) {
        Map<String, String> fields = new java.util.HashMap<>();
        fields.put("result", status.result());
        Optional<Exit> exit = status.exit();
        exit.ifPresent(it -> {
            switch (it) {
                case Exit.Status own -> fields.put("exit-status", Integer.toString(own.code()));
                case Exit.Signal signal -> fields.put("signal", Integer.toString(signal.number()));
            }
        });
        return fields;
    }
}
