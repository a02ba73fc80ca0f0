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

/** Reads one entry of {@code services:}. */
final class ServiceReader {

    static final Kind<TimeSpan> WATCHDOG =
            Kinds.FINITE.where(span -> span.microseconds() >= 1_000, "it is too short", "write at least 1ms");

    private static final String WATCHDOG_DIRECTIVE = "WatchdogSec";

    /** The unit an {@code adopt:} names: a service, and none that upkeep itself is made of. */
    private static final Kind<UnitName> ADOPTED = Kinds.UNIT
            .where(unit -> unit.type().equals("service"), "only services are adopted", "name a .service unit")
            .where(
                    unit -> !unit.text().equals("upkeepd.service"),
                    "upkeep does not watch itself",
                    "systemd does, through upkeepd's own watchdog");

    private final String name;
    private final Fields fields;
    private final Report report;
    private final Settings defaults;
    private final Needs needs;
    private final List<Setting> settings;

    private ServiceReader(Node.Entry entry, Settings defaults, Needs needs, Report report, List<Setting> settings) {
        this.name = entry.key();
        this.fields = Fields.of(entry, Words.SERVICE, report, settings);
        this.report = report;
        this.defaults = defaults;
        this.needs = needs;
        this.settings = settings;
    }

    static Described read(Node.Entry entry, Settings defaults, Needs needs, Report report) {
        return new ServiceReader(entry, defaults, needs, report, new ArrayList<>()).described();
    }

    private Described described() {
        fields.entry("preset").map(Node.Entry::value).map(Presets::shown).ifPresent(use -> fields.note("preset", use));
        boolean adopted = fields.has("adopt");
        Optional<UnitName> unit = fields.read("adopt", ADOPTED);
        if (adopted) {
            refuseWhatAdoptedUnitsSay(unit);
        }
        Optional<String> description = adopted ? Optional.empty() : fields.read("description", Kinds.LINE);
        Optional<Integer> port = fields.read("port", Kinds.PORT);
        // A port that is wrong was reported; that it is missing would be a false problem.
        Optional<Integer> usable = fields.lacks("port") ? port : port.or(() -> Optional.of(1));
        Placeholders placeholders = new Placeholders(usable, report);
        Optional<Execution> execution =
                adopted ? Optional.empty() : Optional.of(new ExecutionReader(name, fields, placeholders).read());
        List<Located<UnitName>> requires = fields.list("requires", Kinds.UNIT);
        List<Located<UnitName>> bindsTo = fields.list("binds-to", Kinds.UNIT);
        List<Located<UnitName>> partOf = fields.list("part-of", Kinds.UNIT);
        List<Located<UnitName>> wants = fields.list("wants", Kinds.UNIT);
        List<Located<UnitName>> after = fields.list("after", Kinds.UNIT);
        Optional<String> target = adopted ? Optional.empty() : fields.read("target", Kinds.ANY_TEXT);
        List<UnitName> wantedBy = adopted ? List.of() : wantedBy();
        Restart restart = new RestartReader(fields)
                .read(adopted, execution.map(Execution::type).orElse(Defaults.TYPE));
        Optional<Limits> limits = LimitsReader.read(fields);
        Optional<Hardening> hardening = new HardeningReader(name, fields).read(execution);
        Probes probes = new ProbesReader(name, fields, defaults, needs, usable, placeholders)
                .read(execution.map(Execution::startTimeout).orElse(Defaults.START_TIMEOUT));
        List<String> needed = needs.read(name, fields);
        Service.Actions actions = CheckReader.actions(fields, defaults.actions());
        List<SupervisionRule> rules = new RulesReader(fields, new ReactionReader(report, name, true, placeholders))
                .read(RulesReader.metrics(probes));
        List<Directive> directives = new ArrayList<>(new DirectivesReader(fields).read(adopted));
        if (adopted) {
            watchdog(directives);
        }
        Service service = new Service(
                name,
                fields.position(),
                unit.or(() -> UnitName.parse(name + ".service")).orElse(Defaults.UNNAMED),
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
                needed,
                actions,
                rules,
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
                fields.entry("target").map(entry -> entry.value().position()));
    }

    /** Where {@code adopt:} stands; where that is in a preset, several services have it in common, so where this takes it. */
    private SourcePos unitPosition() {
        Optional<SourcePos> adopt =
                fields.entry("adopt").map(entry -> entry.value().position());
        Optional<SourcePos> preset =
                fields.entry("preset").map(entry -> entry.value().position());
        return adopt.filter(it ->
                        preset.isEmpty() || it.file().equals(fields.position().file()))
                .or(() -> preset)
                .orElse(fields.position());
    }

    private void refuseWhatAdoptedUnitsSay(Optional<UnitName> unit) {
        String whose = unit.map(UnitName::text).orElse("the unit");
        for (Node.Entry entry : fields.all()) {
            if (Words.SERVICE.known().contains(entry.key()) && !Words.ADOPTED.contains(entry.key())) {
                report.error(
                        entry.keyPosition(),
                        "cannot use " + entry.key() + " with adopt: " + whose + " says that itself",
                        "what a drop-in shall change goes under unit:");
            }
        }
    }

    private List<UnitName> wantedBy() {
        List<UnitName> written = values(fields.list("wanted-by", Kinds.WANTED_BY));
        if (fields.has("wanted-by") || fields.has("target")) {
            return written;
        }
        fields.note("wanted-by", Defaults.WANTED_BY.text());
        return List.of(Defaults.WANTED_BY);
    }

    /** An adopted unit has no execution of ours, so that its watchdog is a directive of the drop-in. */
    private void watchdog(List<Directive> directives) {
        Optional<TimeSpan> watchdog = fields.read("watchdog", WATCHDOG);
        SourcePos position = fields.at("watchdog");
        if (watchdog.isPresent()
                && directives.stream().anyMatch(directive -> directive.key().equals(WATCHDOG_DIRECTIVE))) {
            report.error(
                    position,
                    "cannot use watchdog and unit: " + WATCHDOG_DIRECTIVE + " together: they are the same",
                    "leave one of them out");
        }
        watchdog.ifPresent(
                span -> directives.add(new Directive("Service", WATCHDOG_DIRECTIVE, span.toString(), position)));
    }

    private static List<UnitName> values(List<Located<UnitName>> located) {
        return located.stream().map(Located::value).toList();
    }
}
