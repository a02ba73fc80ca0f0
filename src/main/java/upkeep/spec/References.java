package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import upkeep.base.Cycles;
import upkeep.base.Cycles.Cycle;
import upkeep.base.Cycles.Edge;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;
import upkeep.spec.Needs.Need;

/** Checks what services, targets and checks say about one another. */
final class References {

    private final Collection<Described> services;
    private final SortedMap<String, TargetGroup> targets;
    private final SortedMap<String, OwnUnit> units;
    private final Collection<Check> checks;
    private final List<Need> needs;
    private final Report report;

    /** @param units those that are neither services nor targets, by their names */
    References(
            Collection<Described> services,
            SortedMap<String, TargetGroup> targets,
            SortedMap<String, OwnUnit> units,
            Collection<Check> checks,
            List<Need> needs,
            Report report) {
        this.services = services;
        this.targets = targets;
        this.units = units;
        this.checks = checks;
        this.needs = needs;
        this.report = report;
    }

    /** Checks it all. */
    void check() {
        Map<UnitName, Described> byUnit = units();
        for (Described described : services) {
            target(described);
            slice(described.service());
            Described.Ties ties = described.ties();
            self("cannot require %s", described, ties.requires());
            self("cannot require %s", described, ties.requisite());
            self("cannot bind to %s", described, ties.bindsTo());
            self("cannot be part of %s", described, ties.partOf());
            self("cannot want %s", described, ties.wants());
            self("cannot start %s after itself", described, ties.after());
            self("cannot start %s before itself", described, ties.before());
            self("cannot start %s after itself", described, ties.follows());
            self("cannot never run with %s", described, ties.neverWith());
            described.service().probes().all().forEach(probe -> reactions(probe, byUnit));
            rules(described.service().rules(), byUnit);
        }
        targets.values().forEach(target -> self(target.unit(), target.relations()));
        units.values().forEach(unit -> self(unit.unit(), unit.set()));
        checks.forEach(check -> {
            name(check);
            reactions(check, byUnit);
        });
        needs.forEach(this::need);
        Listeners.check(services.stream().map(Described::service).toList(), report);
        cycles(byUnit);
    }

    private Map<UnitName, Described> units() {
        Map<UnitName, Described> byUnit = new LinkedHashMap<>();
        List<Described> inFileOrder = services.stream()
                .sorted(java.util.Comparator.comparing(Described::unitPosition))
                .toList();
        for (Described described : inFileOrder) {
            Described earlier = byUnit.putIfAbsent(described.service().unit(), described);
            if (earlier != null) {
                report.error(
                        described.unitPosition(),
                        "cannot describe " + described.service().unit() + " twice: it already belongs to "
                                + earlier.service().name() + " at " + earlier.unitPosition());
            }
        }
        return byUnit;
    }

    private void target(Described described) {
        Optional<String> target = described.service().relations().target();
        if (target.isPresent() && !targets.containsKey(target.get())) {
            report.error(
                    described.targetPosition().orElse(described.unitPosition()),
                    "cannot join target " + Quoted.text(target.get()) + ": targets: does not describe it",
                    Nearest.to(target.get(), targets.keySet())
                            .map(near -> "did you mean " + Quoted.text(near) + "?")
                            .orElse(
                                    target.get().endsWith(".target")
                                            ? "for a target of somebody else write wanted-by:"
                                            : "add targets: {" + target.get() + ": {}}"));
        }
    }

    /** A slice of the specs is named by its name, and one of somebody else's by its unit. */
    private void slice(Service service) {
        Optional<Service.Setting> written = service.settings().stream()
                .filter(setting -> setting.key().equals(ServiceKeys.SLICE.name()))
                .findFirst();
        if (written.isPresent()
                && Kinds.isName(written.get().value())
                && !units.containsKey(written.get().value() + ".slice")) {
            String name = written.get().value();
            report.error(
                    written.get().origin(),
                    "cannot put " + service.name() + " into slice " + Quoted.text(name)
                            + ": slices: does not describe it",
                    "add slices: {" + name + ": {}}, or write the whole unit: " + name + ".slice");
        }
    }

    private void self(String what, Described described, List<Located<UnitName>> others) {
        UnitName own = described.service().unit();
        for (Located<UnitName> other : others) {
            if (other.value().equals(own)) {
                report.error(
                        other.position(),
                        what.replace("%s", own.text()) + ": that is the service itself",
                        "leave it out");
            }
        }
    }

    /** The same of a unit of another type. */
    private void self(UnitName own, List<SetDirective> directives) {
        for (SetDirective directive : directives) {
            boolean isOther = !directive.section().equals(DirectiveKey.UNIT)
                    || !directive.text().equals(own.text());
            switch (isOther ? "" : directive.setting()) {
                case "requires" -> self("require " + own, directive);
                case "binds-to" -> self("bind to " + own, directive);
                case "wants" -> self("want " + own, directive);
                case "after" -> self("start " + own + " after itself", directive);
                case "part-of" -> self("be part of " + own, directive);
                default -> {}
            }
        }
    }

    private void self(String what, SetDirective directive) {
        report.error(directive.position(), "cannot " + what + ": that is the unit itself", "leave it out");
    }

    /** What a service or check needs must be a service or check, and another one. */
    private void need(Need need) {
        String name = need.what().value();
        if (name.equals(need.who())) {
            report.error(need.what().position(), "cannot need " + name + ": that is the one itself", "leave it out");
            return;
        }
        List<String> names = Stream.of(
                        services.stream().map(described -> described.service().name()),
                        sets().keySet().stream(),
                        checks.stream().map(check -> check.id().text()))
                .flatMap(Function.identity())
                .toList();
        if (!names.contains(name)) {
            report.error(
                    need.what().position(),
                    "cannot need " + Quoted.text(name) + ": no service or check has that name",
                    Nearest.to(name, names)
                            .map(near -> "did you mean " + Quoted.text(near) + "?")
                            .orElse("name a service or a check of these specs, without .service"));
        }
    }

    /** Budget, intent and hold belong to a service, so upkeep acts on nothing else. */
    private void reactions(Check check, Map<UnitName, Described> byUnit) {
        reactions(check.otherwise(), check.position(), byUnit);
        rules(check.rules(), byUnit);
    }

    private void rules(List<SupervisionRule> rules, Map<UnitName, Described> byUnit) {
        rules.forEach(rule -> reactions(rule.then(), rule.position(), byUnit));
    }

    private void reactions(List<Reaction> reactions, SourcePos position, Map<UnitName, Described> byUnit) {
        for (Reaction reaction : reactions) {
            switch (reaction) {
                case Reaction.Alert _, Reaction.Exec _ -> {}
                case Reaction.Restart restart -> acts("restart", restart.unit(), position, byUnit);
                case Reaction.Start start -> acts("start", start.unit(), position, byUnit);
                case Reaction.Stop stop -> acts("stop", stop.unit(), position, byUnit);
                case Reaction.Reload reload -> acts("reload", reload.unit(), position, byUnit);
                case Reaction.Hold hold -> acts("hold", hold.unit(), position, byUnit);
            }
        }
    }

    private void acts(String verb, Optional<UnitName> unit, SourcePos position, Map<UnitName, Described> byUnit) {
        if (unit.isPresent() && !byUnit.containsKey(unit.get())) {
            report.error(
                    position, "cannot " + verb + " " + unit.get() + ": no service describes it", adoption(unit.get()));
        }
    }

    private static String adoption(UnitName unit) {
        String suffix = ".service";
        if (!unit.text().endsWith(suffix)) {
            return "a check acts on services only; name a .service unit";
        }
        String stem = unit.text().substring(0, unit.text().length() - suffix.length());
        return "adopt it: services: {" + (Kinds.isName(stem) ? stem : "NAME") + ": {adopt: " + unit + "}}";
    }

    /** Status, why and the ledger know services and checks by name alone. */
    private void name(Check check) {
        services.stream()
                .map(Described::service)
                .filter(service -> service.rollout()
                        .instance()
                        .map(Rollout.Instance::set)
                        .orElse(service.name())
                        .equals(check.id().text()))
                .limit(1)
                .forEach(service -> report.error(
                        check.position(),
                        "cannot name a check " + Quoted.text(check.id().text()) + ": the service at "
                                + service.position() + " has that name",
                        "choose another name, or make it a probe of the service"));
    }

    /** Finds every unit that would have to wait for itself, and everything that could be judged only after itself. */
    private void cycles(Map<UnitName, Described> byUnit) {
        Map<UnitName, List<Edge<UnitName>>> starts = StartOrder.of(byUnit.values(), targets.values(), units.values());
        for (Cycle<UnitName> cycle : Cycles.all(starts)) {
            report.error(
                    cycle.closing().position(),
                    "cannot start " + cycle.closing().to() + ": it would wait for itself (" + chain(cycle) + ")",
                    "remove one of these orders, or name what it need not wait for under unordered:");
        }
        Set<SourcePos> told = new HashSet<>();
        for (Cycle<String> cycle : Cycles.in(judgements(byUnit))) {
            // One without needs is a cycle of units as well; instances have theirs in common.
            if (cycle.hasNeed() && told.add(cycle.closing().position())) {
                report.error(
                        cycle.closing().position(),
                        "cannot judge " + cycle.closing().to() + ": it would need itself (" + chain(cycle) + ")",
                        "remove one of these needs:, requires: or binds-to:");
            }
        }
    }

    /** Who must be well before whom can be judged, by name. */
    private Map<String, List<Edge<String>>> judgements(Map<UnitName, Described> byUnit) {
        Map<String, List<Edge<String>>> judgements = new LinkedHashMap<>();
        for (Described described : byUnit.values()) {
            List<Edge<String>> edges = new ArrayList<>();
            Stream.concat(described.ties().requires().stream(), described.ties().bindsTo().stream())
                    .filter(other -> byUnit.containsKey(other.value()))
                    .map(other -> new Edge<>(name(byUnit, other.value()), other.position(), false))
                    .forEach(edges::add);
            judgements.put(described.service().name(), edges);
        }
        for (Need need : needs) {
            judgements
                    .computeIfAbsent(need.who(), who -> new ArrayList<>())
                    .add(new Edge<>(need.what().value(), need.what().position(), true));
        }
        sets().forEach((set, instances) -> judgements.put(
                set,
                instances.stream()
                        .map(instance -> new Edge<>(instance.name(), instance.position(), false))
                        .toList()));
        return judgements;
    }

    /** The names of services with instances, with the instances. */
    private SortedMap<String, List<Service>> sets() {
        SortedMap<String, List<Service>> sets = new TreeMap<>();
        services.forEach(described -> described
                .service()
                .rollout()
                .instance()
                .ifPresent(instance -> sets.computeIfAbsent(instance.set(), _ -> new ArrayList<>())
                        .add(described.service())));
        return sets;
    }

    private static String name(Map<UnitName, Described> byUnit, UnitName unit) {
        return Optional.ofNullable(byUnit.get(unit))
                .map(described -> described.service().name())
                .orElseThrow();
    }

    private static String chain(Cycle<?> cycle) {
        return Stream.concat(cycle.members().stream(), Stream.of(cycle.closing().to()))
                .map(String::valueOf)
                .collect(Collectors.joining(" -> "));
    }
}
