package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.spec.Execution.Command;
import upkeep.spec.Execution.Identity;
import upkeep.spec.Execution.Reload;
import upkeep.spec.Execution.Stop;

/** Reads how a service is run, for one that upkeep describes itself. */
final class ExecutionReader {

    private static final Kind<Execution.Type> TYPE = Kind.word(List.of(Execution.Type.values()));

    private static final Kind<String> BUS_NAME = Kind.text(
            text -> text.length() <= 255 && text.matches("[A-Za-z_-][A-Za-z0-9_-]*(\\.[A-Za-z_-][A-Za-z0-9_-]*)+")
                    ? Optional.empty()
                    : Optional.of("it is not a bus name"),
            "write a well-known name such as org.example.App");

    private static final Command NONE = new Command(List.of());

    private final String name;
    private final Fields fields;
    private final Report report;
    private final Placeholders placeholders;
    private final CommandReader commands;

    ExecutionReader(String name, Fields fields, Placeholders placeholders) {
        this.name = name;
        this.fields = fields;
        this.report = fields.report();
        this.placeholders = placeholders;
        this.commands = new CommandReader(report, placeholders);
    }

    Execution read() {
        Execution.Type type = fields.read("type", TYPE, Defaults.TYPE);
        Command exec = exec();
        Identity identity = identity();
        Optional<String> directory = fields.read("directory", Kinds.PATH);
        Map<String, String> environment = environment();
        PathsReader paths = new PathsReader(fields);
        List<Execution.EnvironmentFile> environmentFiles = paths.environmentFiles();
        Execution.Directories directories = paths.directories();
        List<Command> beforeStart = commands.readAll(fields, "before-start");
        Optional<Reload> reload = reload();
        Stop stop = stop();
        TimeSpan startTimeout = fields.read("start-timeout", Kinds.NOT_ZERO, Defaults.START_TIMEOUT);
        Optional<TimeSpan> watchdog = fields.read("watchdog", ServiceReader.WATCHDOG);
        if (watchdog.isPresent() && type != Execution.Type.NOTIFY) {
            report.error(
                    fields.at("watchdog"),
                    "cannot use watchdog with type " + TYPE.show().apply(type)
                            + ": only a service that notifies can send WATCHDOG=1",
                    "write type: notify if it does");
        }
        return new Execution(
                type,
                exec,
                identity,
                directory,
                environment,
                environmentFiles,
                directories,
                beforeStart,
                reload,
                stop,
                startTimeout,
                watchdog,
                pidFile(type),
                busName(type));
    }

    private Command exec() {
        if (fields.has("exec") && fields.has("shell")) {
            report.error(later("exec", "shell"), "cannot use exec and shell together: a service runs one program");
        }
        if (fields.lacks("exec") && fields.lacks("shell") && fields.lacks("adopt")) {
            report.error(
                    fields.position(),
                    "cannot run " + name + ": exec is missing",
                    "write exec: [/path/of/program, argument], or adopt: for a unit that exists");
        }
        Optional<Command> exec = commands.read(fields, "exec");
        Optional<Command> shell = commands.readShell(fields, "shell");
        return exec.or(() -> shell).orElse(NONE);
    }

    private Identity identity() {
        Optional<String> user = fields.read("user", Kinds.ACCOUNT_NAME);
        Optional<String> group = fields.read("group", Kinds.ACCOUNT_NAME);
        boolean dynamic = fields.read("dynamic-user", Kinds.YES_OR_NO, false);
        if (dynamic && fields.has("user")) {
            report.error(
                    later("user", "dynamic-user"),
                    "cannot use user and dynamic-user together: systemd makes up a dynamic user's name",
                    "leave one of them out");
        } else if (dynamic && fields.has("group")) {
            report.error(
                    fields.at("group"),
                    "cannot use group with dynamic-user: a dynamic user has a group of its own",
                    "leave it out");
        } else if (!dynamic && fields.lacks("user") && (fields.has("dynamic-user") || fields.lacks("dynamic-user"))) {
            report.error(
                    fields.position(),
                    "cannot run " + name + ": it is not said as which user",
                    "write user: NAME or dynamic-user: true; user: root if root is really meant");
        }
        return dynamic ? new Identity.Dynamic() : new Identity.Named(user.orElse(""), group);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        Fields variables = fields.names("environment");
        for (Node.Entry entry : variables.all()) {
            if (!Kinds.isVariable(entry.key())) {
                report.error(
                        entry.keyPosition(),
                        "cannot set the variable " + Quoted.text(entry.key()) + ": it is not a variable name",
                        "names have letters, digits and _, and begin with no digit");
            }
            variables.scalar(entry.key(), entry.value(), Kinds.ANY_TEXT).ifPresent(text -> {
                String value = placeholders.fill(text, entry.value().position());
                environment.put(entry.key(), value);
                variables.note(entry.key(), Quoted.whole(value));
            });
        }
        return environment;
    }

    private Optional<Reload> reload() {
        Fields reload = fields.map("reload", Words.RELOAD);
        Optional<String> signal = reload.read("signal", Signals.RELOAD);
        Optional<Command> exec = commands.read(reload, "exec");
        boolean both = reload.has("signal") && reload.has("exec");
        if (both || (fields.has("reload") && reload.lacks("signal") && reload.lacks("exec"))) {
            report.error(
                    fields.at("reload"),
                    both
                            ? "cannot use signal and exec together: a reload is done in one way"
                            : "cannot reload " + name + ": it is not said how",
                    "write {signal: HUP} or {exec: [/path/of/program]}");
        }
        return signal.<Reload>map(Reload.BySignal::new).or(() -> exec.map(Reload.ByCommand::new));
    }

    private Stop stop() {
        Fields stop = fields.map("stop", Words.STOP);
        Optional<Command> command = commands.read(stop, "exec");
        String signal = stop.read("signal", Signals.STOP, Defaults.STOP_SIGNAL);
        TimeSpan timeout = stop.read("timeout", Kinds.NOT_ZERO, Defaults.STOP_TIMEOUT);
        return new Stop(command, signal, timeout);
    }

    private Optional<String> pidFile(Execution.Type type) {
        if (fields.has("pid-file") && type != Execution.Type.FORKING) {
            report.error(
                    fields.at("pid-file"),
                    "cannot use pid-file with type " + TYPE.show().apply(type)
                            + ": systemd knows the process of a service that does not fork",
                    "leave it out");
        }
        return fields.read("pid-file", Kinds.PATH);
    }

    private Optional<String> busName(Execution.Type type) {
        if (type == Execution.Type.DBUS && fields.lacks("bus-name")) {
            report.error(
                    fields.at("type"),
                    "cannot use type dbus: bus-name is missing, whose taking is the sign of readiness",
                    "write bus-name: org.example.App");
        } else if (type != Execution.Type.DBUS && fields.has("bus-name")) {
            report.error(
                    fields.at("bus-name"),
                    "cannot use bus-name with type " + TYPE.show().apply(type)
                            + ": only type dbus waits for a bus name",
                    "write type: dbus or leave it out");
        }
        return fields.read("bus-name", BUS_NAME);
    }

    /** The place of whichever of two keys was written second. */
    private SourcePos later(String one, String other) {
        return fields.at(one).compareTo(fields.at(other)) > 0 ? fields.at(one) : fields.at(other);
    }
}
