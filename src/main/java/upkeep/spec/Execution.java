package upkeep.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.TimeSpan;

/**
 * How systemd runs a service that upkeep describes itself; the words are those of systemd.service(5) and
 * systemd.exec(5). Every string is the value the process shall see, byte for byte: escaping is the renderer's business.
 *
 * @param exec the programs it is, one after the other; only {@code oneshot} has more than one
 * @param environment in the order written
 * @param startTimeout how long a start may take, {@code before-start} included
 * @param watchdog the longest silence between two {@code WATCHDOG=1} of the service
 */
public record Execution(
        Type type,
        List<Command> exec,
        Identity identity,
        Optional<String> directory,
        Map<String, String> environment,
        List<EnvironmentFile> environmentFiles,
        Directories directories,
        List<Command> beforeStart,
        Optional<Reload> reload,
        Stop stop,
        TimeSpan startTimeout,
        Optional<TimeSpan> watchdog,
        Optional<String> pidFile,
        Optional<String> busName) {

    public Execution {
        exec = List.copyOf(exec);
        environment = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(environment));
        environmentFiles = List.copyOf(environmentFiles);
        beforeStart = List.copyOf(beforeStart);
    }

    /** When systemd takes the service for started. */
    public enum Type {
        SIMPLE,
        EXEC,
        NOTIFY,
        NOTIFY_RELOAD,
        FORKING,
        ONESHOT,
        DBUS,
        IDLE;

        /** Whether it tells systemd by sd_notify(3) how it is. */
        public boolean notifies() {
            return this == NOTIFY || this == NOTIFY_RELOAD;
        }
    }

    /**
     * A program with its arguments; the first is an absolute path, and no shell is in between.
     *
     * @param argv0 what the program is told as its own name; the path if absent
     * @param ignoresFailure whether its failure counts as success
     * @param expands whether systemd expands variables in the arguments
     */
    public record Command(
            List<String> arguments,
            Privileges privileges,
            Optional<String> argv0,
            boolean ignoresFailure,
            boolean expands) {
        public Command {
            arguments = List.copyOf(arguments);
        }

        /** One that is run as the service is. */
        public Command(List<String> arguments) {
            this(arguments, Privileges.SERVICE, Optional.empty(), false, false);
        }

        /** What systemd wants before the path for how it is run, see systemd.service(5) "Command lines". */
        public String signs() {
            String sign = switch (privileges) {
                case SERVICE -> "";
                case ROOT -> "!";
                case FULL -> "+";
            };
            return (ignoresFailure ? "-" : "") + (argv0.isPresent() ? "@" : "") + sign;
        }
    }

    /** Whose rights a command has. */
    public enum Privileges {
        SERVICE,
        /** Root's, within the sandbox of the service. */
        ROOT,
        /** Root's, and none of the service's sandbox. */
        FULL
    }

    /** Whom the service runs as. */
    public sealed interface Identity {
        /** A user and group by name; system users that do not exist are created through sysusers.d. */
        record Named(String user, Optional<String> group) implements Identity {}

        /** A transient user that systemd makes up for each run. */
        record Dynamic() implements Identity {}
    }

    /** A file of {@code NAME=value} lines; a missing one is an error unless {@code optional}. */
    public record EnvironmentFile(String path, boolean optional) {}

    /** Directories that systemd makes for the service below /var/lib, /var/log, /var/cache, /run and /etc. */
    public record Directories(
            List<String> state,
            List<String> logs,
            List<String> cache,
            List<String> runtime,
            List<String> configuration) {

        public static final Directories NONE = new Directories(List.of(), List.of(), List.of(), List.of(), List.of());

        public Directories {
            state = List.copyOf(state);
            logs = List.copyOf(logs);
            cache = List.copyOf(cache);
            runtime = List.copyOf(runtime);
            configuration = List.copyOf(configuration);
        }
    }

    /** How the running service is told to read its configuration again. */
    public sealed interface Reload {
        /** The signal name without {@code SIG}: {@code HUP}. */
        record BySignal(String signal) implements Reload {}

        record ByCommand(Command command) implements Reload {}
    }

    /**
     * How the service is stopped: a command if given, then the signal (name without {@code SIG}), and after the timeout
     * SIGKILL.
     */
    public record Stop(Optional<Command> command, String signal, TimeSpan timeout) {}
}
