package upkeep.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Execution;
import upkeep.spec.Limits;
import upkeep.spec.Plan;
import upkeep.spec.Restart;
import upkeep.spec.Rollout;
import upkeep.spec.Service;
import upkeep.spec.TargetGroup;
import upkeep.unit.Quoted;
import upkeep.unit.Quoting;

/** Which directives a service of the plan asks for; see systemd.service(5), systemd.exec(5). */
final class ServiceDirectives {

    private static final String UNIT = "Unit";
    private static final String SERVICE = "Service";
    private static final String INSTALL = "Install";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern DIRECTORY =
            Pattern.compile("[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*(/[A-Za-z0-9_@+-][A-Za-z0-9_.@+-]*)*");
    private static final Pattern BUS_NAME = Pattern.compile("[A-Za-z_-][A-Za-z0-9_-]*(\\.[A-Za-z_-][A-Za-z0-9_-]*)+");

    private final Plan plan;
    private final Service service;
    private final AskedList asked;

    private ServiceDirectives(Plan plan, Service service, AskedList asked) {
        this.plan = plan;
        this.service = service;
        this.asked = asked;
    }

    /** Fills {@code asked} with all directives of the unit, or of the drop-in of an adopted one. */
    static void collect(Plan plan, Service service, int systemdVersion, AskedList asked) {
        new ServiceDirectives(plan, service, asked).collect(systemdVersion);
    }

    /** Fills {@code asked} with all directives of the unit that runs the pre-checks, as the service itself would run. */
    static void collectPreCheck(Plan plan, Service service, AskedList asked) {
        new ServiceDirectives(plan, service, asked).preCheck();
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
            asked.command(
                    SERVICE, directive, "pre-check[" + i + "]", commands.get(i).arguments());
        }
    }

    private void collect(int systemdVersion) {
        if (!service.isAdopted()) {
            service.description().ifPresent(text -> asked.line(UNIT, "Description", "description", text));
        }
        relations();
        restart();
        service.execution().ifPresent(this::execution);
        gates();
        service.limits().ifPresent(this::limits);
        SandboxDirectives.collect(service, systemdVersion, asked);
        PassThrough.collect(service, systemdVersion, asked);
    }

    private void relations() {
        Service.Relations relations = service.relations();
        asked.units(UNIT, "Requires", relations.requires());
        asked.units(UNIT, "BindsTo", relations.bindsTo());
        asked.units(UNIT, "Wants", relations.wants());
        asked.units(UNIT, "After", relations.after());
        Optional<UnitName> target = relations.target().flatMap(this::target);
        List<UnitName> partOf = new ArrayList<>(relations.partOf());
        target.ifPresent(partOf::add);
        asked.units(UNIT, "PartOf", partOf);
        if (!service.isAdopted()) {
            List<UnitName> wantedBy = new ArrayList<>(relations.wantedBy());
            target.ifPresent(wantedBy::add);
            asked.units(INSTALL, "WantedBy", wantedBy);
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
        asked.add(UNIT, "StartLimitIntervalSec", restart.budget().per().toString());
        asked.add(UNIT, "StartLimitBurst", Long.toString(restart.budget().count() + 1L));
        asked.add(SERVICE, "Restart", word(restart.policy()));
        asked.add(SERVICE, "RestartSec", restart.delay().toString());
        int steps = steps(restart.delay(), restart.maxDelay());
        if (steps > 0) {
            asked.add(SERVICE, "RestartSteps", Integer.toString(steps));
            asked.add(SERVICE, "RestartMaxDelaySec", restart.maxDelay().toString());
        }
    }

    /**
     * How many steps make the delay about double with each: systemd interpolates geometrically between the two delays. 0
     * where it stays constant.
     */
    static int steps(TimeSpan delay, TimeSpan maxDelay) {
        if (delay.microseconds() == 0 || maxDelay.isInfinite() || maxDelay.compareTo(delay) <= 0) {
            return 0;
        }
        double ratio = (double) maxDelay.microseconds() / delay.microseconds();
        return (int) Math.max(1, Math.round(Math.log(ratio) / Math.log(2)));
    }

    private void execution(Execution execution) {
        asked.add(SERVICE, "Type", word(execution.type()));
        boolean isHeard = execution.type() == Execution.Type.NOTIFY
                || execution.watchdog().isPresent();
        if (isHeard && service.watch().isEmpty()) {
            asked.add(SERVICE, "NotifyAccess", "main");
        }
        execution.pidFile().ifPresent(path -> asked.path(SERVICE, "PIDFile", "pid-file", path));
        execution.busName().ifPresent(this::busName);
        identity(execution.identity());
        execution.directory().ifPresent(path -> asked.path(SERVICE, "WorkingDirectory", "directory", path));
        environment(execution);
        directories(execution.directories());
        for (int i = 0; i < execution.beforeStart().size(); i++) {
            String setting = "before-start[" + i + "]";
            asked.command(
                    SERVICE,
                    "ExecStartPre",
                    setting,
                    execution.beforeStart().get(i).arguments());
        }
        asked.command(SERVICE, "ExecStart", "exec", execution.exec().arguments());
        execution.reload().ifPresent(this::reload);
        stop(execution.stop());
        asked.add(SERVICE, "TimeoutStartSec", execution.startTimeout().toString());
        execution.watchdog().ifPresent(span -> asked.add(SERVICE, "WatchdogSec", span.toString()));
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
            if (name.length() > 255 || !DIRECTORY.matcher(name).matches()) {
                String why =
                        "a directory here is a relative path of letters, digits and _ . @ + -, no part of which begins with a dot";
                asked.refuse(setting, key, why);
            } else {
                asked.words(SERVICE, key, setting, List.of(name));
            }
        }
    }

    /** systemd goes through the commands in order, and no further than to the first that fails. */
    private void reload(Execution.Reload reload) {
        preChecks("ExecReload");
        switch (reload) {
            case Execution.Reload.ByCommand by ->
                asked.command(SERVICE, "ExecReload", "reload.exec", by.command().arguments());
            case Execution.Reload.BySignal by -> {
                if (Signals.isKnown(by.signal())) {
                    // Here $MAINPID shall be expanded: systemd sets it to the process to be told.
                    asked.add(SERVICE, "ExecReload", "/bin/kill -s " + by.signal() + " $MAINPID");
                } else {
                    asked.refuse("reload.signal", "ExecReload", Signals.RULE);
                }
            }
        }
    }

    private void stop(Execution.Stop stop) {
        stop.command().ifPresent(command -> asked.command(SERVICE, "ExecStop", "stop.exec", command.arguments()));
        if (Signals.isKnown(stop.signal())) {
            asked.add(SERVICE, "KillSignal", "SIG" + stop.signal());
        } else {
            asked.refuse("stop.signal", "KillSignal", Signals.RULE);
        }
        asked.add(SERVICE, "TimeoutStopSec", stop.timeout().toString());
    }

    private void limits(Limits limits) {
        limits.memory().ifPresent(size -> asked.add(SERVICE, "MemoryMax", size.toString()));
        limits.memoryHigh().ifPresent(size -> asked.add(SERVICE, "MemoryHigh", size.toString()));
        limits.cpuPercent().ifPresent(percent -> asked.add(SERVICE, "CPUQuota", percent + "%"));
        limits.tasks().ifPresent(count -> asked.add(SERVICE, "TasksMax", count.toString()));
        limits.openFiles().ifPresent(count -> asked.add(SERVICE, "LimitNOFILE", count.toString()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
