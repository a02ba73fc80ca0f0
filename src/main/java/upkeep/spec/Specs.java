package upkeep.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import upkeep.base.Checked;
import upkeep.base.SideBySide;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;

/**
 * The way from the text of all spec files, and of the presets that they take, to one {@link Plan}. Pure; safe from any
 * thread.
 *
 * <p>A file that is no YAML at all ends the way after reading, and a preset that cannot be had ends it as well, since
 * half a draft would only breed false problems; otherwise every mistake in every file is found in one go.
 */
public final class Specs {

    private Specs() {}

    /** The plan that the sources ask for together, unless a problem is an error. */
    public static Checked<Plan> load(List<Source> sources) {
        Report report = new Report();
        Optional<Plan> plan = draft(sources, report)
                .flatMap(draft -> new Presets(sources, report).under(draft))
                .map(draft -> plan(draft, report));
        return plan.isPresent() ? Checked.of(plan.get(), report.problems()) : Checked.failed(report.problems());
    }

    /** The sources without the presets that none of the specs takes: all that the plan is made of. */
    public static List<Source> used(List<Source> sources) {
        Optional<Node.Mapping> draft = sources.stream().anyMatch(source -> !source.isPreset() && canName(source.text()))
                ? draft(sources, new Report())
                : Optional.empty();
        Set<String> names = draft.map(Presets::names).orElse(new TreeSet<>());
        return sources.stream()
                .filter(source -> !source.isPreset() || names.remove(source.presetName()))
                .toList();
    }

    /** Whether a preset can be taken in a spec of that text; an escape could spell the key as well. */
    private static boolean canName(String spec) {
        return spec.contains(PresetKeys.PRESET.name()) || spec.contains("\\");
    }

    /** What there is to say of each preset, by name, unless a problem in one of them is an error. */
    public static Checked<SortedMap<String, PresetDescription>> presets(List<Source> sources) {
        Report report = new Report();
        SortedMap<String, PresetDescription> described = new TreeMap<>();
        for (Source source : sources) {
            if (source.isPreset() && !described.containsKey(source.presetName())) {
                PresetReader.read(source, report)
                        .ifPresent(preset -> described.put(source.presetName(), preset.described(source)));
            }
        }
        return Checked.of(described, report.problems());
    }

    private record FileRead(Optional<Node.Mapping> root, Report report) {

        static FileRead of(Source spec) {
            Report report = new Report();
            return new FileRead(YamlReader.read(spec, "a key such as services:", report), report);
        }
    }

    private static Optional<Node.Mapping> draft(List<Source> sources, Report report) {
        List<Source> specs =
                sources.stream().filter(source -> !source.isPreset()).toList();
        List<Node.Mapping> files = new ArrayList<>();
        for (FileRead read : SideBySide.map(specs, FileRead::of)) {
            report.addAll(read.report());
            read.root().ifPresent(files::add);
        }
        return files.size() < specs.size() ? Optional.empty() : Optional.of(new Merge(report).all(files));
    }

    /**
     * A check to be tried once, that no spec has: the source is what would be its value under {@code checks:}. It is named by
     * what it looks at. Its rules are judged by one look, so one that needs more is an error.
     *
     * @param timeout counts instead of the timeout that is written
     */
    public static Checked<Check> check(Source source, Optional<Source> timeout) {
        Report report = new Report();
        Optional<Check> check = YamlReader.read(source, "what is looked at, such as http: or \"tcp: 80\"", report)
                .map(body -> timeout.map(span -> with(body, "timeout", span)).orElse(body))
                .flatMap(body -> check(entry(source, body), Settings.DEFAULT, new Needs(), new Concerns(), report));
        check.ifPresent(read -> read.rules().forEach(rule -> judgedAtOnce(rule, report)));
        return check.map(read -> Checked.of(read, report.problems()))
                .orElseGet(() -> Checked.failed(report.problems()));
    }

    private static Node.Mapping with(Node.Mapping body, String key, Source written) {
        SourcePos position = new SourcePos(written.name(), 0, 0);
        Map<String, Node.Entry> entries = new LinkedHashMap<>(body.entries());
        Node value = new Node.Scalar(position, written.text(), true, written.text());
        entries.put(key, new Node.Entry(key, position, value));
        return new Node.Mapping(body.position(), entries);
    }

    private static Node.Entry entry(Source source, Node.Mapping body) {
        String name = TargetKeys.ALL.stream()
                .map(Key::name)
                .filter(body.entries()::containsKey)
                .findFirst()
                .orElse("check");
        return new Node.Entry(name, new SourcePos(source.name(), 1, 1), body);
    }

    private static void judgedAtOnce(SupervisionRule rule, Report report) {
        if (!rule.rule().isJudgedAtOnce()) {
            report.error(
                    rule.position(),
                    "cannot judge " + Quoted.text(rule.rule().text()) + " here: it takes more than one look",
                    "leave out how often or how long, or write the check into a spec");
        }
    }

    private static Plan plan(Node.Mapping draft, Report report) {
        Fields top = Fields.of(new Node.Entry("spec", SourcePos.NONE, draft), SpecKeys.SPEC, report, new ArrayList<>());
        Settings settings = CheckReader.settings(top.map(SpecKeys.ALL_SETTINGS));
        Needs needs = new Needs();
        Concerns concerns = new Concerns();
        SortedMap<String, Described> services = new TreeMap<>();
        List<Node.Entry> written = top.map(SpecKeys.SERVICES).all();
        SortedMap<String, TargetGroup> targets = new TreeMap<>();
        Surroundings around =
                new Surroundings(settings, needs, concerns, new Partners(written), targets.keySet(), services, report);
        for (ServicesRead read : SideBySide.map(written, entry -> ServicesRead.of(entry, around))) {
            around.take(read.around());
            read.services()
                    .forEach(described -> services.put(described.service().name(), described));
        }
        for (Node.Entry entry : top.map(SpecKeys.TARGETS).all()) {
            targets.put(entry.key(), target(entry, top.map(SpecKeys.TARGETS), report));
        }
        SortedMap<String, Check> checks = new TreeMap<>();
        for (Node.Entry entry : top.map(SpecKeys.CHECKS).all()) {
            check(entry, settings, needs, concerns, report).ifPresent(check -> checks.put(entry.key(), check));
        }
        Others others = Others.read(top, around);
        others.services().forEach((name, described) -> services.putIfAbsent(name, described));
        others.checks().forEach((name, check) -> {
            if (checks.putIfAbsent(name, check) != null) {
                report.error(
                        check.position(),
                        "cannot name the check of a heartbeat " + name + ": a check has that name",
                        "give that one another name");
            }
        });
        new References(services.values(), targets, others.units(), checks.values(), needs.all(), report).check();
        SortedMap<String, Service> plain = new TreeMap<>();
        SortedMap<String, Service> perConnection = new TreeMap<>();
        services.forEach((name, described) -> {
            boolean accept = described
                    .service()
                    .start()
                    .socket()
                    .filter(Listening::accept)
                    .isPresent();
            (accept ? perConnection : plain).put(name, described.service());
        });
        Set<String> parts = new TreeSet<>(checks.keySet());
        plain.values()
                .forEach(service -> parts.add(
                        service.rollout().instance().map(Rollout.Instance::set).orElse(service.name())));
        SortedMap<String, App> apps = new AppsReader(parts, concerns, report).read(top.map(AppKeys.APPS));
        Set<String> own = new TreeSet<>(checks.keySet());
        own.addAll(apps.keySet());
        AlertNames names = AlertNames.of(plain.values(), own, targets.keySet());
        Alerting alerting = new AlertingReader(top, names, report).read(concerns.all());
        targets.putAll(Sets.targets(services.values(), targets, report));
        return new Plan(
                plain, perConnection, targets, others.units(), others.directories(), checks, apps, alerting, settings);
    }

    /** What one entry of {@code services:} says, and what reading it left to tell. */
    private record ServicesRead(List<Described> services, Surroundings around) {

        static ServicesRead of(Node.Entry entry, Surroundings all) {
            Surroundings around = all.apart();
            List<Described> services = ServiceReader.readAll(entry, around);
            Names.checkService(entry, services.getFirst().service().isAdopted(), around.report());
            return new ServicesRead(services, around);
        }
    }

    private static TargetGroup target(Node.Entry entry, Fields all, Report report) {
        Names.checkTarget(entry, report);
        List<Service.Setting> settings = new ArrayList<>();
        Fields fields = Fields.of(entry, SpecKeys.TARGET, report, settings);
        List<UnitName> wantedBy = fields.list(SpecKeys.TARGET_WANTED_BY).stream()
                .map(Located::value)
                .toList();
        OwnUnitReader unit = new OwnUnitReader(fields, settings);
        unit.relations();
        List<String> others = all.all().stream()
                .map(Node.Entry::key)
                .filter(name -> !name.equals(entry.key()))
                .toList();
        unit.member(SpecKeys.TARGET_GROUP, others);
        boolean isPlaced = fields.has(SpecKeys.TARGET_WANTED_BY) || fields.has(SpecKeys.TARGET_GROUP);
        return new TargetGroup(
                entry.key(),
                entry.keyPosition(),
                UnitName.parse(entry.key() + ".target").orElse(Defaults.UNNAMED),
                fields.read(SpecKeys.TARGET_DESCRIPTION),
                isPlaced ? wantedBy : List.of(Defaults.WANTED_BY),
                unit.set());
    }

    static Optional<Check> check(Node.Entry entry, Settings settings, Needs needs, Concerns concerns, Report report) {
        Names.checkForm("check", entry, report);
        Fields fields = Fields.of(entry, CheckKeys.CHECK, report, new ArrayList<>());
        Placeholders placeholders = new Placeholders(Optional.empty(), Optional.empty(), report);
        return new CheckReader(fields, needs, concerns, settings.timeout(), Optional.empty(), placeholders)
                .read(new CheckId(entry.key()), settings.every());
    }
}
