package upkeep.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Execution;
import upkeep.spec.Hardening;
import upkeep.spec.Plan;
import upkeep.spec.Probes;
import upkeep.spec.Ready;
import upkeep.spec.Restart;
import upkeep.spec.Rollout;
import upkeep.spec.Service;
import upkeep.spec.SetDirective;
import upkeep.spec.Settings;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.spec.SupervisionRule;
import upkeep.spec.TargetGroup;
import upkeep.spec.Watch;

/** Plans made by hand: a service with one thing changed. */
final class Plans {

    static final SourcePos POSITION = new SourcePos("/etc/upkeep/conf.d/web.yaml", 2, 3);

    private Plans() {}

    static Plan of(Service... services) {
        return of(List.of(), services);
    }

    static Plan of(List<TargetGroup> targets, Service... services) {
        SortedMap<String, Service> byName = new TreeMap<>();
        for (Service service : services) {
            byName.put(service.name(), service);
        }
        SortedMap<String, TargetGroup> groups = new TreeMap<>();
        targets.forEach(target -> groups.put(target.name(), target));
        return new Plan(byName, groups, new TreeMap<>(), Settings.DEFAULT);
    }

    /** The plan of a spec as people write it. */
    static Plan parse(String spec) {
        return Specs.load(List.of(new Source("test.yaml", spec)))
                .value()
                .orElseThrow(() -> new AssertionError("a spec that does not load: " + spec));
    }

    static TargetGroup target(String name, UnitName... wantedBy) {
        return new TargetGroup(
                name,
                POSITION,
                new UnitName(name + ".target"),
                Optional.of("All of " + name),
                List.of(wantedBy),
                List.of());
    }

    static UnitTree.File file(UnitTree tree, String path) {
        return Optional.ofNullable(tree.files().get(path))
                .orElseThrow(() ->
                        new AssertionError(path + " is not in " + tree.files().keySet()));
    }

    static Restart restart(Restart.Policy policy) {
        return new Restart(
                policy, TimeSpan.ofSeconds(1), TimeSpan.ofSeconds(300), new Restart.Budget(5, TimeSpan.ofSeconds(600)));
    }

    /** Builds a service; what is not set is as plain as can be. */
    static final class Builder {
        final String name;
        Optional<UnitName> adopted = Optional.empty();
        Optional<String> description = Optional.empty();
        Execution.Type type = Execution.Type.EXEC;
        List<String> exec = List.of("/usr/bin/true");
        Execution.Identity identity = new Execution.Identity.Named("root", Optional.empty());
        Optional<String> directory = Optional.empty();
        Map<String, String> environment = new LinkedHashMap<>();
        List<Execution.EnvironmentFile> environmentFiles = new ArrayList<>();
        Execution.Directories directories = Execution.Directories.NONE;
        List<Execution.Command> beforeStart = new ArrayList<>();
        Optional<Execution.Reload> reload = Optional.empty();
        Execution.Stop stop = new Execution.Stop(Optional.empty(), "TERM", TimeSpan.ofSeconds(20));
        Optional<TimeSpan> watchdog = Optional.empty();
        Optional<String> pidFile = Optional.empty();
        Optional<String> busName = Optional.empty();
        Service.Relations relations = Service.Relations.NONE;
        Restart restart = restart(Restart.Policy.ALWAYS);
        List<SetDirective> set = new ArrayList<>();
        Optional<Hardening> hardening = Optional.empty();
        Probes probes = Probes.NONE;
        Optional<Ready> ready = Optional.empty();
        Optional<Watch> watch = Optional.empty();
        List<SupervisionRule> rules = new ArrayList<>();
        List<Service.Directive> directives = new ArrayList<>();
        List<Service.Setting> settings = new ArrayList<>();

        Builder(String name) {
            this.name = name;
        }

        Builder adopting(String unit) {
            adopted = Optional.of(new UnitName(unit));
            restart = restart(Restart.Policy.UNIT);
            return this;
        }

        Builder pass(String section, String key, String value) {
            directives.add(
                    new Service.Directive(section, key, value, new SourcePos("web.yaml", 20 + directives.size(), 7)));
            return this;
        }

        Builder set(String section, String key, SetDirective.Content content) {
            set.add(new SetDirective(section, key, content, "key", new SourcePos("web.yaml", 40, 7)));
            return this;
        }

        Service build() {
            Execution execution = new Execution(
                    type,
                    List.of(new Execution.Command(exec)),
                    identity,
                    directory,
                    environment,
                    environmentFiles,
                    directories,
                    beforeStart,
                    reload,
                    stop,
                    TimeSpan.ofSeconds(90),
                    watchdog,
                    pidFile,
                    busName);
            return new Service(
                    name,
                    POSITION,
                    adopted.orElseGet(() -> new UnitName(name + ".service")),
                    description,
                    adopted.isPresent() ? Optional.empty() : Optional.of(execution),
                    Optional.empty(),
                    relations,
                    restart,
                    set,
                    Optional.empty(),
                    hardening,
                    probes,
                    ready,
                    watch,
                    List.of(),
                    Service.Actions.ACT,
                    Rollout.NONE,
                    rules,
                    Service.Start.WANTED,
                    Optional.empty(),
                    directives,
                    settings);
        }
    }
}
