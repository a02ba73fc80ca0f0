package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Rollout.Instance;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Setting;
import upkeep.unit.UnitType;

/** Reads one entry of {@code services:}. */
final class ServiceReader {

    private static final int MAX_PORT = 65535;
    private static final String WATCHDOG_DIRECTIVE = "WatchdogSec";

    private final String name;
    private final Optional<Instance> instance;
    private final Fields fields;
    private final Report report;
    private final Settings defaults;
    private final Needs needs;
    private final Concerns concerns;
    private final Partners partners;
    private final List<Setting> settings;

    private ServiceReader(
            Node.Entry entry, Optional<Instance> instance, Surroundings around, Report report, List<Setting> settings) {
        this.name = entry.key() + instance.map(it -> "@" + it.number()).orElse("");
        this.instance = instance;
        this.fields = Fields.of(entry, ServiceKeys.SERVICE, report, settings);
        this.report = report;
        this.defaults = around.settings();
        this.needs = around.needs();
        this.concerns = around.concerns();
        this.partners = around.partners();
        this.settings = settings;
    }

    /** The service that an entry describes, or its instances in the order of their numbers. */
    static List<Described> readAll(Node.Entry entry, Surroundings around) {
        Fields written = Fields.of(entry, ServiceKeys.SERVICE, new Report(), new ArrayList<>());
        if (!written.has(RolloutKeys.INSTANCES) || written.has(ServiceKeys.ADOPT)) {
            return List.of(read(entry, Optional.empty(), around, around.report()));
        }
        int count = written.read(RolloutKeys.INSTANCES).orElse(1);
        List<Described> instances = new ArrayList<>();
        for (int number = 1; number <= count; number++) {
            Report own = new Report();
            Instance instance = new Instance(entry.key(), number, count);
            instances.add(read(entry, Optional.of(instance), around, own));
            around.report().addNew(own);
        }
        return instances;
    }

    private static Described read(Node.Entry entry, Optional<Instance> instance, Surroundings around, Report report) {
        return new ServiceReader(SocketUse.withUsual(entry), instance, around, report, new ArrayList<>())
                .described(Optional.empty());
    }

    /** One that a timer or a path starts, and nothing else. */
    static Described readTriggered(Node.Entry entry, UnitName trigger, Surroundings around) {
        return new ServiceReader(entry, Optional.empty(), around, around.report(), new ArrayList<>())
                .described(Optional.of(trigger));
    }

    private Described described(Optional<UnitName> trigger) {
        fields.entry(PresetKeys.PRESET)
                .map(Node.Entry::value)
                .map(Presets::shown)
                .ifPresent(use -> fields.note(PresetKeys.PRESET, use));
        boolean adopted = fields.has(ServiceKeys.ADOPT);
        Optional<UnitName> unit = fields.read(ServiceKeys.ADOPT);
        if (adopted) {
            refuseWhatAdoptedUnitsSay(unit);
        }
        Optional<String> description = adopted ? Optional.empty() : fields.read(ServiceKeys.DESCRIPTION);
        fields.read(RolloutKeys.INSTANCES);
        Optional<Integer> port = port();
        // A port that is wrong was reported; that it is missing would be a false problem.
        Optional<Integer> usable = fields.lacks(ServiceKeys.PORT) ? port : port.or(() -> Optional.of(1));
        Placeholders placeholders = new Placeholders(usable, instance.map(Instance::number), report);
        SetList set = new SetList(adopted, report, placeholders);
        Watchdog watchdog = Watchdog.read(fields);
        Optional<Ready> ready = adopted
                ? Optional.empty()
                : new ReadyReader(name, fields).read(defaults.timeout(), usable, placeholders);
        Optional<Execution> execution = adopted
                ? Optional.empty()
                : Optional.of(new ExecutionReader(name, fields, placeholders)
                        .read(watchdog.silence(), ready.map(Ready::deadline), set));
        Optional<String> target = adopted ? Optional.empty() : fields.read(ServiceKeys.TARGET);
        Optional<Listening> socket = adopted
                ? Optional.empty()
                : new ListeningReader(name, fields, settings, placeholders).read(description, target);
        Optional<UnitName> starter = trigger.or(() -> SocketUse.starter(name, fields, socket));
        UnitName own =
                unit.or(() -> UnitName.parse(SocketUse.unit(name, socket))).orElse(Defaults.UNNAMED);
        Optional<UnitName> slice =
                fields.read(ServiceKeys.SLICE).flatMap(it -> UnitName.parse(Kinds.isName(it) ? it + ".slice" : it));
        RelationsReader relations = new RelationsReader(own, fields, partners);
        Described.Ties ties = relations.ties(instance.map(Sets::target));
        starter.ifPresent(relations::startedBy);
        List<UnitName> wantedBy = adopted || starter.isPresent() ? List.of() : relations.wantedBy();
        Restart restart = new RestartReader(fields)
                .read(adopted, execution.map(Execution::type).orElse(Defaults.TYPE), set);
        ServiceKeys.directives(fields, set);
        Optional<Hardening> hardening = new HardeningReader(name, fields).read(execution);
        Probes probes = new ProbesReader(name, fields, defaults, needs, concerns, usable, placeholders)
                .read(execution.map(Execution::startTimeout).orElse(Defaults.START_TIMEOUT));
        List<String> needed = needs.read(name, fields);
        concerns.read(name, fields, fields.read(ConcernKeys.OBJECTIVE));
        Service.Actions actions = fields.read(ServiceKeys.ACTIONS, defaults.actions());
        Rollout rollout = new RolloutReader(fields, instance)
                .read(placeholders, execution.map(Execution::type).orElse(Defaults.TYPE));
        List<SupervisionRule> rules = new RulesReader(fields, new ReactionReader(report, name, true, placeholders))
                .read(RulesReader.metrics(probes));
        List<Directive> directives =
                new ArrayList<>(new DirectivesReader(fields, ServiceKeys.UNIT, UnitType.SERVICE).read(adopted));
        ready.ifPresent(it -> new GateUnit(fields, directives, set.all()).ready(it, execution.map(Execution::type)));
        Optional<Watch> watch = watchdog.byLiveness()
                ? new WatchReader(fields).read(probes.liveness(), execution, restart, directives, set.all())
                : Optional.empty();
        if (adopted) {
            watchdog.silence().ifPresent(silence -> watchdog(silence, directives));
        }
        Service service = new Service(
                name,
                fields.position(),
                own,
                description,
                execution,
                port,
                relations.relations(
                        ties,
                        target,
                        instance.map(it -> List.of(Sets.target(it))).orElse(wantedBy)),
                restart,
                set.all(),
                set.rotation(),
                hardening,
                probes,
                ready,
                watch,
                needed,
                actions,
                rollout,
                rules,
                new Service.Start(starter.isPresent(), socket),
                slice,
                directives,
                settings);
        new Together(fields, set.all()).check(service);
        return new Described(
                service,
                unitPosition(),
                ties,
                fields.entry(ServiceKeys.TARGET).map(entry -> entry.value().position()),
                wantedBy);
    }

    /** Where {@code adopt:} stands; where that is in a preset, several services have it in common, so where this takes it. */
    private SourcePos unitPosition() {
        Optional<SourcePos> adopt =
                fields.entry(ServiceKeys.ADOPT).map(entry -> entry.value().position());
        Optional<SourcePos> preset =
                fields.entry(PresetKeys.PRESET).map(entry -> entry.value().position());
        return adopt.filter(it ->
                        preset.isEmpty() || it.file().equals(fields.position().file()))
                .or(() -> preset)
                .orElse(fields.position());
    }

    private void refuseWhatAdoptedUnitsSay(Optional<UnitName> unit) {
        String whose = unit.map(UnitName::text).orElse("the unit");
        for (Node.Entry entry : fields.all()) {
            boolean isOfAdopted =
                    ServiceKeys.OF_ADOPTED.stream().anyMatch(key -> key.name().equals(entry.key()));
            if (ServiceKeys.SERVICE.has(entry.key()) && !isOfAdopted) {
                report.error(
                        entry.keyPosition(),
                        "cannot use " + entry.key() + " with adopt: " + whose + " says that itself",
                        "what a drop-in shall change goes under unit:");
            }
        }
    }

    /** Each instance has the next port. */
    private Optional<Integer> port() {
        Optional<Integer> first = fields.read(ServiceKeys.PORT);
        int offset = instance.map(it -> it.number() - 1).orElse(0);
        if (first.filter(port -> port + offset > MAX_PORT).isPresent()) {
            report.error(
                    fields.value(ServiceKeys.PORT),
                    "cannot count up from port " + first.get() + ": instance " + (offset + 1) + " would have port "
                            + (first.get() + offset) + ", and there are " + MAX_PORT,
                    "write a lower port");
            return first;
        }
        if (offset > 0) {
            first.ifPresent(port -> fields.note(ServiceKeys.PORT, String.valueOf(port + offset)));
        }
        return first.map(port -> port + offset);
    }

    /** An adopted unit has no execution of ours, so that its watchdog is a directive of the drop-in. */
    private void watchdog(TimeSpan silence, List<Directive> directives) {
        SourcePos position = fields.at(WatchdogKeys.WATCHDOG);
        if (directives.stream().anyMatch(directive -> directive.key().equals(WATCHDOG_DIRECTIVE))) {
            report.error(
                    position,
                    "cannot use watchdog and unit: " + WATCHDOG_DIRECTIVE + " together: they are the same",
                    "leave one of them out");
        }
        directives.add(new Directive("Service", WATCHDOG_DIRECTIVE, silence.toString(), position));
    }
}
