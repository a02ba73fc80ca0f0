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

    /**
     * @param silence what is written of a watchdog that the service feeds
     * @param deadline how long the start waits until the service is ready
     * @param to takes the directives that keys stand for
     */
    Execution read(Optional<TimeSpan> silence, Optional<TimeSpan> deadline, SetList to) {
        Execution.Type type = fields.get(ExecutionKeys.TYPE);
        List<Command> exec = exec(type);
        Identity identity = identity();
        Optional<String> directory = fields.read(ExecutionKeys.DIRECTORY);
        Map<String, String> environment = environment();
        PathsReader paths = new PathsReader(fields);
        List<Execution.EnvironmentFile> environmentFiles = paths.environmentFiles();
        Execution.Directories directories = paths.directories(to);
        List<Command> beforeStart = commands.list(fields, ExecutionKeys.BEFORE_START).stream()
                .map(Located::value)
                .toList();
        Optional<Reload> reload = reload(type);
        Stop stop = stop(to);
        TimeSpan startTimeout = startTimeout(deadline);
        if (silence.isPresent() && !type.notifies()) {
            report.error(
                    fields.at(WatchdogKeys.WATCHDOG),
                    "cannot use watchdog with type "
                            + ExecutionKeys.TYPE.form().kind().show().apply(type)
                            + ": only a service that notifies can send WATCHDOG=1",
                    "write type: notify if it does, or watchdog: {by: liveness}");
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
                silence,
                pidFile(type),
                busName(type));
    }

    private List<Command> exec(Execution.Type type) {
        if (fields.has(ExecutionKeys.EXEC) && fields.has(ExecutionKeys.SHELL)) {
            report.error(
                    later(ExecutionKeys.EXEC, ExecutionKeys.SHELL),
                    "cannot use exec and shell together: a service runs one program");
        }
        if (fields.lacks(ExecutionKeys.EXEC) && fields.lacks(ExecutionKeys.SHELL) && fields.lacks(ServiceKeys.ADOPT)) {
            report.error(
                    fields.position(),
                    "cannot run " + name + ": exec is missing",
                    "write exec: [/path/of/program, argument], or adopt: for a unit that exists");
        }
        List<Command> exec = commands.oneOrMore(fields, ExecutionKeys.EXEC);
        Optional<Command> shell = commands.readShell(fields, ExecutionKeys.SHELL);
        if (exec.size() > 1 && type != Execution.Type.ONESHOT) {
            report.error(
                    fields.value(ExecutionKeys.EXEC),
                    "cannot run " + exec.size() + " programs with type "
                            + ExecutionKeys.TYPE.form().kind().show().apply(type)
                            + ": only a oneshot has several, one after the other",
                    "put those that come first under before-start:");
        }
        return exec.isEmpty() ? shell.stream().toList() : exec;
    }

    private Identity identity() {
        Optional<String> user = fields.read(ExecutionKeys.USER);
        Optional<String> group = fields.read(ExecutionKeys.GROUP);
        boolean dynamic = fields.get(ExecutionKeys.DYNAMIC_USER);
        if (dynamic && fields.has(ExecutionKeys.USER)) {
            report.error(
                    later(ExecutionKeys.USER, ExecutionKeys.DYNAMIC_USER),
                    "cannot use user and dynamic-user together: systemd makes up a dynamic user's name",
                    "leave one of them out");
        } else if (dynamic && fields.has(ExecutionKeys.GROUP)) {
            report.error(
                    fields.at(ExecutionKeys.GROUP),
                    "cannot use group with dynamic-user: a dynamic user has a group of its own",
                    "leave it out");
        } else if (!dynamic
                && fields.lacks(ExecutionKeys.USER)
                && (fields.has(ExecutionKeys.DYNAMIC_USER) || fields.lacks(ExecutionKeys.DYNAMIC_USER))) {
            report.error(
                    fields.position(),
                    "cannot run " + name + ": it is not said as which user",
                    "write user: NAME or dynamic-user: true; user: root if root is really meant");
        }
        return dynamic ? new Identity.Dynamic() : new Identity.Named(user.orElse(""), group);
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        Fields variables = fields.map(ExecutionKeys.ENVIRONMENT);
        for (Node.Entry entry : variables.all()) {
            if (!Kinds.isVariable(entry.key())) {
                report.error(
                        entry.keyPosition(),
                        "cannot set the variable " + Quoted.text(entry.key()) + ": it is not a variable name",
                        "names have letters, digits and _, and begin with no digit");
            }
            variables
                    .scalar(
                            entry.key(),
                            entry.value(),
                            ExecutionKeys.ENVIRONMENT.form().each().kind())
                    .ifPresent(text -> {
                        String value = placeholders.fill(text, entry.value().position());
                        environment.put(entry.key(), value);
                        Secrets.variable(entry, value, report);
                        variables.note(ExecutionKeys.ENVIRONMENT.form().named(entry.key()), Quoted.whole(value));
                    });
        }
        return environment;
    }

    private Optional<Reload> reload(Execution.Type type) {
        Fields reload = fields.map(ExecutionKeys.RELOAD);
        Optional<String> signal = reload.read(ExecutionKeys.RELOAD_SIGNAL);
        Optional<Command> exec = commands.one(reload, ExecutionKeys.RELOAD_EXEC);
        if (type == Execution.Type.NOTIFY_RELOAD && reload.has(ExecutionKeys.RELOAD_EXEC)) {
            report.error(
                    reload.at(ExecutionKeys.RELOAD_EXEC),
                    "cannot use reload by a program with type notify-reload: systemd sends it a signal",
                    "write signal: HUP, or type: notify");
        }
        boolean both = reload.has(ExecutionKeys.RELOAD_SIGNAL) && reload.has(ExecutionKeys.RELOAD_EXEC);
        if (both
                || (fields.has(ExecutionKeys.RELOAD)
                        && reload.lacks(ExecutionKeys.RELOAD_SIGNAL)
                        && reload.lacks(ExecutionKeys.RELOAD_EXEC))) {
            report.error(
                    fields.at(ExecutionKeys.RELOAD),
                    both
                            ? "cannot use signal and exec together: a reload is done in one way"
                            : "cannot reload " + name + ": it is not said how",
                    "write {signal: HUP} or {exec: [/path/of/program]}");
        }
        return signal.<Reload>map(Reload.BySignal::new).or(() -> exec.map(Reload.ByCommand::new));
    }

    private Stop stop(SetList to) {
        Fields stop = fields.map(StopKeys.STOP);
        Optional<Command> command = commands.one(stop, StopKeys.EXEC);
        String signal = stop.get(StopKeys.SIGNAL);
        TimeSpan timeout = stop.get(StopKeys.TIMEOUT);
        StopKeys.more(stop, to);
        return new Stop(command, signal, timeout);
    }

    private TimeSpan startTimeout(Optional<TimeSpan> deadline) {
        TimeSpan timeout = fields.read(ExecutionKeys.START_TIMEOUT, Defaults.startTimeout(deadline));
        if (fields.has(ExecutionKeys.START_TIMEOUT)
                && deadline.filter(it -> timeout.compareTo(it) <= 0).isPresent()) {
            report.error(
                    fields.value(ExecutionKeys.START_TIMEOUT),
                    "cannot use start-timeout " + timeout + " with ready: its deadline is " + deadline.get()
                            + ", and systemd must not end it before it has told what it saw",
                    "write more than " + deadline.get() + ", or a shorter deadline: under ready:");
        }
        return timeout;
    }

    private Optional<String> pidFile(Execution.Type type) {
        if (fields.has(ExecutionKeys.PID_FILE) && type != Execution.Type.FORKING) {
            report.error(
                    fields.at(ExecutionKeys.PID_FILE),
                    "cannot use pid-file with type "
                            + ExecutionKeys.TYPE.form().kind().show().apply(type)
                            + ": systemd knows the process of a service that does not fork",
                    "leave it out");
        }
        return fields.read(ExecutionKeys.PID_FILE);
    }

    private Optional<String> busName(Execution.Type type) {
        if (type == Execution.Type.DBUS && fields.lacks(ExecutionKeys.BUS_NAME)) {
            report.error(
                    fields.at(ExecutionKeys.TYPE),
                    "cannot use type dbus: bus-name is missing, whose taking is the sign of readiness",
                    "write bus-name: org.example.App");
        } else if (type != Execution.Type.DBUS && fields.has(ExecutionKeys.BUS_NAME)) {
            report.error(
                    fields.at(ExecutionKeys.BUS_NAME),
                    "cannot use bus-name with type "
                            + ExecutionKeys.TYPE.form().kind().show().apply(type)
                            + ": only type dbus waits for a bus name",
                    "write type: dbus or leave it out");
        }
        return fields.read(ExecutionKeys.BUS_NAME);
    }

    /** The place of whichever of two keys was written second. */
    private SourcePos later(Key<?> one, Key<?> other) {
        return fields.at(one).compareTo(fields.at(other)) > 0 ? fields.at(one) : fields.at(other);
    }
}
