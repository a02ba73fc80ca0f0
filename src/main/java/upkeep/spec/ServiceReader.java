package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Service.Directive;
import upkeep.spec.Service.Relations;
import upkeep.spec.Service.Setting;
import upkeep.unit.UnitType;

/** Reads one entry of {@code services:}. */
final class ServiceReader {

    private static final String WATCHDOG_DIRECTIVE = "WatchdogSec";

    private final String name;
    private final Fields fields;
    private final Report report;
    private final Settings defaults;
    private final Needs needs;
    private final List<Setting> settings;

    private ServiceReader(Node.Entry entry, Settings defaults, Needs needs, Report report, List<Setting> settings) {
        this.name = entry.key();
        this.fields = Fields.of(entry, ServiceKeys.SERVICE, report, settings);
        this.report = report;
        this.defaults = defaults;
        this.needs = needs;
        this.settings = settings;
    }

    static Described read(Node.Entry entry, Settings defaults, Needs needs, Report report) {
        Node.Entry whole = SocketUse.withUsual(entry);
        return new ServiceReader(whole, defaults, needs, report, new ArrayList<>()).described(false);
    }

    /** One that a timer or a path starts, and nothing else. */
    static Described readTriggered(Node.Entry entry, Surroundings around) {
        return new ServiceReader(entry, around.settings(), around.needs(), around.report(), new ArrayList<>())
                .described(true);
    }

    private Described described(boolean triggered) {
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
        Optional<Integer> port = fields.read(ServiceKeys.PORT);
        // A port that is wrong was reported; that it is missing would be a false problem.
        Optional<Integer> usable = fields.lacks(ServiceKeys.PORT) ? port : port.or(() -> Optional.of(1));
        Placeholders placeholders = new Placeholders(usable, report);
        Watchdog watchdog = Watchdog.read(fields);
        Optional<Ready> ready = adopted
                ? Optional.empty()
                : new ReadyReader(name, fields).read(defaults.timeout(), usable, placeholders);
        Optional<Execution> execution = adopted
                ? Optional.empty()
                : Optional.of(new ExecutionReader(name, fields, placeholders)
                        .read(watchdog.silence(), ready.map(Ready::deadline)));
        List<Located<UnitName>> requires = fields.list(ServiceKeys.REQUIRES);
        List<Located<UnitName>> bindsTo = fields.list(ServiceKeys.BINDS_TO);
        List<Located<UnitName>> partOf = fields.list(ServiceKeys.PART_OF);
        List<Located<UnitName>> wants = fields.list(ServiceKeys.WANTS);
        List<Located<UnitName>> after = fields.list(ServiceKeys.AFTER);
        Optional<String> target = adopted ? Optional.empty() : fields.read(ServiceKeys.TARGET);
        Optional<Listening> socket = adopted
                ? Optional.empty()
                : new ListeningReader(name, fields, settings, placeholders).read(description, target);
        boolean onDemand = SocketUse.check(name, fields, socket);
        List<UnitName> wantedBy = adopted || onDemand ? List.of() : wantedBy();
        Optional<UnitName> slice =
                fields.read(ServiceKeys.SLICE).flatMap(it -> UnitName.parse(Kinds.isName(it) ? it + ".slice" : it));
        Restart restart = new RestartReader(fields)
                .read(adopted, execution.map(Execution::type).orElse(Defaults.TYPE));
        Optional<Limits> limits = LimitsReader.read(fields);
        Optional<Hardening> hardening = new HardeningReader(name, fields).read(execution);
        Probes probes = new ProbesReader(name, fields, defaults, needs, usable, placeholders)
                .read(execution.map(Execution::startTimeout).orElse(Defaults.START_TIMEOUT));
        List<String> needed = needs.read(name, fields);
        Service.Actions actions = fields.read(ServiceKeys.ACTIONS, defaults.actions());
        List<SupervisionRule> rules = new RulesReader(fields, new ReactionReader(report, name, true, placeholders))
                .read(RulesReader.metrics(probes));
        List<Directive> directives =
                new ArrayList<>(new DirectivesReader(fields, ServiceKeys.UNIT, UnitType.SERVICE).read(adopted));
        ready.ifPresent(it -> new GateUnit(fields, directives).ready(it, execution.map(Execution::type)));
        Optional<Watch> watch = watchdog.byLiveness()
                ? new WatchReader(fields).read(probes.liveness(), execution, restart, directives)
                : Optional.empty();
        if (adopted) {
            watchdog.silence().ifPresent(silence -> watchdog(silence, directives));
        }
        Service service = new Service(
                name,
                fields.position(),
                unit.or(() -> UnitName.parse(SocketUse.unit(name, socket))).orElse(Defaults.UNNAMED),
                description,
                execution,
                port,
                new Relations(
                        values(requires),
                        values(bindsTo),
                        values(partOf),
                        values(wants),
                        values(after),
                        wantedBy,
                        target),
                restart,
                limits,
                hardening,
                probes,
                ready,
                watch,
                needed,
                actions,
                rules,
                new Service.Start(triggered || onDemand, socket),
                slice,
                directives,
                settings);
        return new Described(
                service,
                unitPosition(),
                requires,
                bindsTo,
                partOf,
                wants,
                after,
                fields.entry(ServiceKeys.TARGET).map(entry -> entry.value().position()));
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

    private List<UnitName> wantedBy() {
        List<UnitName> written = values(fields.list(ServiceKeys.WANTED_BY));
        if (fields.has(ServiceKeys.WANTED_BY) || fields.has(ServiceKeys.TARGET)) {
            return written;
        }
        fields.note(ServiceKeys.WANTED_BY, Defaults.WANTED_BY.text());
        return List.of(Defaults.WANTED_BY);
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

    private static List<UnitName> values(List<Located<UnitName>> located) {
        return located.stream().map(Located::value).toList();
    }
}
