package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.UnitName;
import upkeep.spec.Execution;
import upkeep.spec.Listening;
import upkeep.spec.Plan;
import upkeep.spec.Restart;
import upkeep.spec.Rollout;
import upkeep.spec.Service;
import upkeep.spec.TargetGroup;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;
import upkeep.unit.UnitType;

/** Which directives a service of the plan asks for; see systemd.service(5), systemd.exec(5). */
final class ServiceDirectives {

    private static final String UNIT = "Unit";
    private static final String SERVICE = "Service";
    private static final String INSTALL = "Install";

    private static final int NOTIFY_RELOAD = 253;
    private static final int LINKS_TO_DIRECTORIES = 255;
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern DIRECTORY = Pattern.compile(
            "PATH(:PATH)?".replace("PATH", "PART(/PART)*").replace("PART", "[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*"));
    private static final Pattern BUS_NAME = Pattern.compile("[A-Za-z_-][A-Za-z0-9_-]*(\\.[A-Za-z_-][A-Za-z0-9_-]*)+");

    private final Plan plan;
    private final Service service;
    private final int systemdVersion;
    private final AskedList asked;

    private ServiceDirectives(Plan plan, Service service, int systemdVersion, AskedList asked) {
        this.plan = plan;
        this.service = service;
        this.systemdVersion = systemdVersion;
        this.asked = asked;
    }

    /** Fills {@code asked} with all directives of the unit, or of the drop-in of an adopted one. */
    static void collect(Plan plan, Service service, int systemdVersion, AskedList asked) {
        new ServiceDirectives(plan, service, systemdVersion, asked).collect();
    }

    /** Fills {@code asked} with all directives of the unit that runs the pre-checks, as the service itself would run. */
    static void collectPreCheck(Plan plan, Service service, int systemdVersion, AskedList asked) {
        new ServiceDirectives(plan, service, systemdVersion, asked).preCheck();
    }

    /** An adopted service says elsewhere whom it runs as, mostly after it has read what only root can: so do they. */
    private void preCheck() {
        asked.line(UNIT, "Description", "pre-check", "Whether " + service.name() + " could be started again");
        asked.add(UNIT, "StartLimitIntervalSec", "0");
        asked.add(SERVICE, "Type", "oneshot");
        service.execution().ifPresent(execution -> {
            identity(execution.identity());
            execution.directory().ifPresent(path -> asked.path(SERVICE, "WorkingDirectory", "directory", path));
            environment(execution);
        });
        preChecks("ExecStart");
        asked.add(SERVICE, "TimeoutStartSec", Rollout.PRE_CHECK_TIMEOUT.toString());
        asked.add(SERVICE, "NoNewPrivileges", "yes");
    }

    private void preChecks(String directive) {
        List<Execution.Command> commands = service.rollout().preCheck();
        for (int i = 0; i < commands.size(); i++) {
            asked.command(SERVICE, directive, "pre-check[" + i + "]", commands.get(i));
        }
    }

    private void collect() {
        if (!service.isAdopted()) {
            service.description().ifPresent(text -> asked.line(UNIT, "Description", "description", text));
        }
        relations();
        start();
        restart();
        service.execution().ifPresent(this::execution);
        gates();
        SandboxDirectives.collect(service, systemdVersion, asked);
        SetDirectives.collect(service.set(), systemdVersion, asked);
        PassThrough.collect(service.directives(), service.isAdopted(), UnitType.SERVICE, systemdVersion, asked);
    }

    private void relations() {
        Service.Relations relations = service.relations();
        Service.Further further = relations.further();
        asked.units(UNIT, "Requires", relations.requires());
        asked.units(UNIT, "Requisite", further.requisite());
        asked.units(UNIT, "BindsTo", relations.bindsTo());
        asked.units(UNIT, "Wants", relations.wants());
        asked.units(UNIT, "Conflicts", further.conflicts());
        asked.units(UNIT, "After", relations.after());
        asked.units(UNIT, "Before", further.before());
        Optional<UnitName> target = relations.target().flatMap(this::target);
        List<UnitName> partOf = new ArrayList<>(relations.partOf());
        target.ifPresent(partOf::add);
        asked.units(UNIT, "PartOf", partOf);
        if (!service.isAdopted()) {
            List<UnitName> wantedBy = new ArrayList<>(relations.wantedBy());
            target.filter(_ -> !service.isTriggered()).ifPresent(wantedBy::add);
            asked.units(INSTALL, "WantedBy", wantedBy);
            asked.units(INSTALL, "RequiredBy", further.requiredBy());
            asked.units(INSTALL, "Alias", further.alias());
            asked.units(INSTALL, "Also", further.also());
        }
    }

    private void start() {
        service.slice().ifPresent(slice -> asked.add(SERVICE, "Slice", slice.text()));
        service.start().socket().ifPresent(this::socket);
    }

    private void socket(Listening socket) {
        if (socket.accept()) {
            // They go with their socket, and none of them is left once it has ended.
            asked.add(UNIT, "CollectMode", "inactive-or-failed");
            asked.units(UNIT, "StopPropagatedFrom", List.of(socket.unit().unit()));
        } else {
            // By its name systemd would find it as well; so the socket comes first wherever the service is started
            // from.
            asked.add(SERVICE, "Sockets", socket.unit().unit().text());
        }
        if (socket.standardInput()) {
            asked.add(SERVICE, "StandardInput", "socket");
            asked.add(SERVICE, "StandardOutput", socket.accept() ? "socket" : "journal");
            asked.add(SERVICE, "StandardError", "journal");
        }
    }

    private Optional<UnitName> target(String name) {
        Optional<UnitName> target =
                Optional.ofNullable(plan.targets().get(name)).map(TargetGroup::unit);
        if (target.isEmpty()) {
            asked.refuse("target", "PartOf", "targets: describes no " + name);
        }
        return target;
    }

    private void restart() {
        Restart restart = service.restart();
        if (restart.policy() == Restart.Policy.UNIT) {
            return;
        }
        if (service.isTriggered() && restart.policy() == Restart.Policy.NO) {
            // What is never restarted is started as often as something asks for it.
            asked.add(UNIT, "StartLimitIntervalSec", "0");
        } else {
            asked.add(UNIT, "StartLimitIntervalSec", restart.budget().per().toString());
            asked.add(UNIT, "StartLimitBurst", Long.toString(restart.budget().count() + 1L));
        }
        asked.add(SERVICE, "Restart", word(restart.policy()));
        asked.add(SERVICE, "RestartSec", restart.delay().toString());
        int steps = GrowingDelay.steps(restart.delay(), restart.maxDelay());
        if (steps > 0) {
            asked.add(SERVICE, "RestartSteps", Integer.toString(steps));
            asked.add(SERVICE, "RestartMaxDelaySec", restart.maxDelay().toString());
        }
    }

    private void execution(Execution execution) {
        asked.add(SERVICE, "Type", word(typeOf(execution)));
        if (execution.type() == Execution.Type.NOTIFY_RELOAD && systemdVersion < NOTIFY_RELOAD) {
            asked.refuseVersion("type", "Type", asked.positionOf("type"), NOTIFY_RELOAD, systemdVersion);
        }
        boolean isHeard = execution.type().notifies() || execution.watchdog().isPresent();
        boolean isSaid =
                service.set().stream().anyMatch(directive -> directive.key().equals("NotifyAccess"));
        if (isHeard && !isSaid && service.watch().isEmpty()) {
            asked.add(SERVICE, "NotifyAccess", "main");
        }
        execution.pidFile().ifPresent(path -> asked.path(SERVICE, "PIDFile", "pid-file", path));
        execution.busName().ifPresent(this::busName);
        identity(execution.identity());
        execution.directory().ifPresent(path -> asked.path(SERVICE, "WorkingDirectory", "directory", path));
        environment(execution);
        directories(execution.directories());
        commands("ExecStartPre", "before-start", execution.beforeStart());
        if (execution.exec().size() == 1) {
            asked.command(SERVICE, "ExecStart", "exec", execution.exec().getFirst());
        } else {
            commands("ExecStart", "exec", execution.exec());
        }
        execution.reload().ifPresent(reload -> reload(reload, execution.type()));
        stop(execution.stop());
        asked.add(SERVICE, "TimeoutStartSec", execution.startTimeout().toString());
        execution.watchdog().ifPresent(span -> asked.add(SERVICE, "WatchdogSec", span.toString()));
    }

    /**
     * What ends with status 0 before systemd knows that it was executed has started well to {@code Type=exec}, and no {@code
     * ExecStartPost=} is run. A program that cannot be executed fails its start by the gate as well.
     */
    private Execution.Type typeOf(Execution execution) {
        return service.ready().isPresent() && execution.type() == Execution.Type.EXEC
                ? Execution.Type.SIMPLE
                : execution.type();
    }

    private void commands(String key, String setting, List<Execution.Command> commands) {
        for (int i = 0; i < commands.size(); i++) {
            asked.command(SERVICE, key, setting + "[" + i + "]", commands.get(i));
        }
    }

    /** The helper stays behind the last of them, and so after the service is ready. */
    private void gates() {
        service.ready()
                .ifPresent(ready -> asked.filledIn(
                        SERVICE, "ExecStartPost", "ready", GateCommand.READY, GateCommand.arguments(ready)));
        service.watch().ifPresent(watch -> {
            // It is a process of the unit, but not the main one. WatchdogSec= is for who feeds: nobody does here.
            asked.add(SERVICE, "NotifyAccess", "all");
            asked.filledIn(
                    SERVICE, "ExecStartPost", "watchdog.by", GateCommand.watch(watch), GateCommand.arguments(watch));
        });
    }

    private void busName(String name) {
        if (name.length() > 255 || !BUS_NAME.matcher(name).matches()) {
            asked.refuse("bus-name", "BusName", "it is not a well-known bus name such as org.example.Player");
        } else {
            asked.add(SERVICE, "BusName", name);
        }
    }

    private void identity(Execution.Identity identity) {
        switch (identity) {
            case Execution.Identity.Dynamic dynamic -> {
                // systemd names the transient user after the unit, and takes an existing user of that name instead.
                refuseOwnUser("dynamic-user", "DynamicUser", service.unit().stem());
                asked.add(SERVICE, "DynamicUser", "yes");
            }
            case Execution.Identity.Named named -> {
                refuseOwnUser("user", "User", named.user());
                account("User", "user", named.user());
                named.group().ifPresent(group -> account("Group", "group", group));
            }
        }
    }

    private void refuseOwnUser(String setting, String key, String user) {
        if (user.equals(AccountNames.DAEMON)) {
            asked.refuse(setting, key, "this is upkeepd's own user, which may restart services");
        }
    }

    private void account(String key, String setting, String name) {
        if (AccountNames.isValid(name)) {
            asked.add(SERVICE, key, name);
        } else {
            asked.refuse(setting, key, AccountNames.RULE);
        }
    }

    private void environment(Execution execution) {
        for (Map.Entry<String, String> variable : execution.environment().entrySet()) {
            String setting = "environment." + variable.getKey();
            if (VARIABLE.matcher(variable.getKey()).matches()) {
                asked.words(SERVICE, "Environment", setting, List.of(variable.getKey() + "=" + variable.getValue()));
            } else {
                asked.refuse("environment", "Environment", "a variable is named by letters, digits and '_'");
            }
        }
        List<Execution.EnvironmentFile> files = execution.environmentFiles();
        for (int i = 0; i < files.size(); i++) {
            environmentFile("environment-file" + (files.size() == 1 ? "" : "[" + i + "]"), files.get(i));
        }
    }

    private void environmentFile(String setting, Execution.EnvironmentFile file) {
        switch (Quoting.patternPath(file.path())) {
            case Quoted.Text text -> {
                String prefix = file.optional() ? "-" : "";
                asked.accept(
                        SERVICE,
                        "EnvironmentFile",
                        setting,
                        new Quoted.Text(prefix + text.text()),
                        new Asked.Meaning.Line(prefix + file.path()));
            }
            case Quoted.Refused refused -> asked.refuse(setting, "EnvironmentFile", refused.why());
        }
    }

    private void directories(Execution.Directories directories) {
        directories("StateDirectory", "directories.state", directories.state());
        directories("LogsDirectory", "directories.logs", directories.logs());
        directories("CacheDirectory", "directories.cache", directories.cache());
        directories("RuntimeDirectory", "directories.runtime", directories.runtime());
        directories("ConfigurationDirectory", "directories.configuration", directories.configuration());
    }

    private void directories(String key, String setting, List<String> names) {
        for (String name : names) {
            if (name.contains(":") && systemdVersion < LINKS_TO_DIRECTORIES) {
                asked.refuseVersion(setting, key, asked.positionOf(setting), LINKS_TO_DIRECTORIES, systemdVersion);
            } else if (name.length() > 255 || !DIRECTORY.matcher(name).matches()) {
                String why =
                        "a directory here is a relative path of letters, digits and _ . @ + -, no part of which begins with a dot";
                asked.refuse(setting, key, why);
            } else {
                asked.words(SERVICE, key, setting, List.of(name));
            }
        }
    }

    /** systemd goes through the commands in order, and no further than to the first that fails. */
    private void reload(Execution.Reload reload, Execution.Type type) {
        if (type != Execution.Type.NOTIFY_RELOAD) {
            // There systemd sends its signal before it runs anything.
            preChecks("ExecReload");
        }
        switch (reload) {
            case Execution.Reload.ByCommand by -> asked.command(SERVICE, "ExecReload", "reload.exec", by.command());
            case Execution.Reload.BySignal by -> {
                if (Signals.isKnown(by.signal()) && type == Execution.Type.NOTIFY_RELOAD) {
                    asked.add(SERVICE, "ReloadSignal", "SIG" + by.signal());
                } else if (Signals.isKnown(by.signal())) {
                    // Here $MAINPID shall be expanded: systemd sets it to the process to be told.
                    asked.add(SERVICE, "ExecReload", "/bin/kill -s " + by.signal() + " $MAINPID");
                } else {
                    asked.refuse("reload.signal", "ExecReload", Signals.RULE);
                }
            }
        }
    }

    private void stop(Execution.Stop stop) {
        stop.command().ifPresent(command -> asked.command(SERVICE, "ExecStop", "stop.exec", command));
        if (Signals.isKnown(stop.signal())) {
            asked.add(SERVICE, "KillSignal", "SIG" + stop.signal());
        } else {
            asked.refuse("stop.signal", "KillSignal", Signals.RULE);
        }
        asked.add(SERVICE, "TimeoutStopSec", stop.timeout().toString());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
