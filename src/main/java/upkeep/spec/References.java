package upkeep.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import upkeep.base.Nearest;
import upkeep.base.SourcePos;
import upkeep.base.UnitName;
import upkeep.spec.Check.Reaction;

/** Checks what services, targets and checks say about one another. */
final class References {

    private final Collection<Described> services;
    private final SortedMap<String, TargetGroup> targets;
    private final Collection<Check> checks;
    private final Report report;

    References(
            Collection<Described> services,
            SortedMap<String, TargetGroup> targets,
            Collection<Check> checks,
            Report report) {
        this.services = services;
        this.targets = targets;
        this.checks = checks;
        this.report = report;
    }

    void check() {
        Map<UnitName, Described> byUnit = units();
        for (Described described : services) {
            target(described);
            self("require", described, described.requires());
            self("want", described, described.wants());
            self("start", described, described.after());
            described.service().probes().all().forEach(probe -> reactions(probe, byUnit));
        }
        checks.forEach(check -> {
            name(check);
            reactions(check, byUnit);
        });
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

    private void self(String verb, Described described, List<Located<UnitName>> others) {
        UnitName own = described.service().unit();
        for (Located<UnitName> other : others) {
            if (other.value().equals(own)) {
                report.error(
                        other.position(),
                        "cannot " + verb + " " + own + (verb.equals("start") ? " after itself" : "")
                                + ": that is the service itself",
                        "leave it out");
            }
        }
    }

    /** Budget, intent and hold belong to a service, so upkeep acts on nothing else. */
    private void reactions(Check check, Map<UnitName, Described> byUnit) {
        for (Reaction reaction : check.otherwise()) {
            switch (reaction) {
                case Reaction.Alert _ -> {}
                case Reaction.Restart restart -> acts("restart", restart.unit(), check, byUnit);
                case Reaction.Start start -> acts("start", start.unit(), check, byUnit);
                case Reaction.Reload reload -> acts("reload", reload.unit(), check, byUnit);
                case Reaction.Hold hold -> acts("hold", hold.unit(), check, byUnit);
            }
        }
    }

    private void acts(String verb, Optional<UnitName> unit, Check check, Map<UnitName, Described> byUnit) {
        if (unit.isPresent() && !byUnit.containsKey(unit.get())) {
            report.error(
                    check.position(),
                    "cannot " + verb + " " + unit.get() + ": no service describes it",
                    adoption(unit.get()));
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
                .filter(service -> service.name().equals(check.id().text()))
                .forEach(service -> report.error(
                        check.position(),
                        "cannot name a check " + Quoted.text(service.name()) + ": the service at " + service.position()
                                + " has that name",
                        "choose another name, or make it a probe of the service"));
    }

    /** Finds every unit that would have to wait for itself. */
    private void cycles(Map<UnitName, Described> byUnit) {
        Set<UnitName> done = new HashSet<>();
        for (UnitName start : byUnit.keySet().stream().sorted().toList()) {
            if (!done.contains(start)) {
                walk(start, byUnit, done);
            }
        }
    }

    private record Step(UnitName unit, Iterator<Located<UnitName>> rest) {}

    /** Depth first, without recursion: a chain of services may be as long as the file allows. */
    private void walk(UnitName start, Map<UnitName, Described> byUnit, Set<UnitName> done) {
        Deque<Step> path = new ArrayDeque<>();
        Set<UnitName> onPath = new HashSet<>();
        path.addLast(new Step(start, edges(byUnit, start)));
        onPath.add(start);
        while (!path.isEmpty()) {
            Step step = path.getLast();
            if (!step.rest().hasNext()) {
                path.removeLast();
                onPath.remove(step.unit());
                done.add(step.unit());
                continue;
            }
            Located<UnitName> next = step.rest().next();
            if (onPath.contains(next.value())) {
                cycle(path, next);
            } else if (!done.contains(next.value()) && byUnit.containsKey(next.value())) {
                path.addLast(new Step(next.value(), edges(byUnit, next.value())));
                onPath.add(next.value());
            }
        }
    }

    private static Iterator<Located<UnitName>> edges(Map<UnitName, Described> byUnit, UnitName unit) {
        return Optional.ofNullable(byUnit.get(unit)).stream()
                .flatMap(described -> Stream.concat(described.requires().stream(), described.after().stream()))
                .filter(edge -> !edge.value().equals(unit))
                .iterator();
    }

    private final Set<Set<UnitName>> told = new HashSet<>();

    private void cycle(Deque<Step> path, Located<UnitName> closing) {
        List<String> names = new ArrayList<>();
        Set<UnitName> members = new HashSet<>();
        boolean inside = false;
        for (Step step : path) {
            inside |= step.unit().equals(closing.value());
            if (inside) {
                names.add(step.unit().text());
                members.add(step.unit());
            }
        }
        names.add(closing.value().text());
        if (told.add(members)) {
            SourcePos position = closing.position();
            report.error(
                    position,
                    "cannot start " + closing.value() + ": it would wait for itself (" + String.join(" -> ", names)
                            + ")",
                    "remove one of these requires: or after:");
        }
    }
}
