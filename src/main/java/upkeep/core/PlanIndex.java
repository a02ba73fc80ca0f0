package upkeep.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import upkeep.base.UnitName;
import upkeep.rule.Rule;
import upkeep.spec.App;
import upkeep.spec.Check;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.SupervisionRule;

/** A plan with everything found at once that deciding asks for again and again. Immutable. */
final class PlanIndex {

    final Plan plan;
    private final Map<UnitName, Service> byUnit = new HashMap<>();
    private final Map<CheckId, Check> checks = new HashMap<>();
    private final Map<CheckId, Service> owners = new HashMap<>();
    private final Map<String, List<Check>> reacting = new HashMap<>();
    private final Map<CheckId, List<Ruling>> ofCheck = new HashMap<>();
    private final Map<String, List<Ruling>> ofService = new HashMap<>();
    private final Map<String, List<Ruling>> ruling = new HashMap<>();
    private final Map<String, List<Ruling>> starting = new HashMap<>();
    private final Map<String, List<Check>> probes = new HashMap<>();
    private final Map<String, Set<UnitName>> neededUnits = new HashMap<>();
    private final Map<String, List<Check>> startingChecks = new HashMap<>();
    private final Map<UnitName, Set<String>> byNeededUnit = new HashMap<>();
    private final Map<String, Set<String>> byNeededName = new HashMap<>();
    private final Map<String, Set<String>> byNeededSet = new HashMap<>();
    private final Map<String, List<Service>> sets = new TreeMap<>();
    private final Map<String, App> apps = new HashMap<>();

    PlanIndex(Plan plan) {
        this.plan = plan;
        for (Service service : plan.services().values()) {
            service.rollout()
                    .instance()
                    .ifPresent(instance -> sets.computeIfAbsent(instance.set(), _ -> new ArrayList<>())
                            .add(service));
        }
        for (Service service : plan.services().values()) {
            byUnit.put(service.unit(), service);
            service.probes().all().forEach(check -> {
                checks.put(check.id(), check);
                owners.put(check.id(), service);
            });
            probes.put(service.name(), service.probes().all().toList());
            Set<UnitName> needed = new LinkedHashSet<>(service.relations().requires());
            needed.addAll(service.relations().bindsTo());
            needed.remove(service.unit());
            neededUnits.put(service.name(), Collections.unmodifiableSet(needed));
            needed.forEach(unit -> add(byNeededUnit, unit, service.name()));
            service.needs().forEach(name -> {
                add(byNeededName, name, service.name());
                instances(name).forEach(instance -> add(byNeededSet, instance.name(), service.name()));
            });
        }
        plan.checks().values().forEach(check -> checks.put(check.id(), check));
        indexReactions();
        plan.apps().values().forEach(app -> app.parts().forEach(part -> indexPart(app, part)));
    }

    private void indexPart(App app, String part) {
        apps.put(part, app);
        instances(part).forEach(instance -> apps.put(instance.name(), app));
    }

    /** The app that a service, one of its instances or a check is a part of, by its name. */
    Optional<App> appOf(String name) {
        return Optional.ofNullable(apps.get(name));
    }

    Optional<App> app(Service service) {
        return appOf(service.name());
    }

    Optional<App> app(Check check) {
        return appOf(check.id().text());
    }

    /** The instances of the service of that name, where it has some. */
    List<Service> instances(String name) {
        return sets.getOrDefault(name, List.of());
    }

    /** The names of services that have instances. */
    Set<String> sets() {
        return Collections.unmodifiableSet(sets.keySet());
    }

    /** All instances of the service of which this is one, itself among them; none if it is none. */
    List<Service> peers(Service service) {
        return service.rollout()
                .instance()
                .map(instance -> instances(instance.set()))
                .orElse(List.of());
    }

    private static <K> void add(Map<K, Set<String>> map, K key, String name) {
        map.computeIfAbsent(key, none -> new LinkedHashSet<>()).add(name);
    }

    /**
     * A rule, wherever it was written.
     *
     * @param key what its state and incident are kept under
     * @param subject the service or check it is about
     * @param owner the service that reactions without a unit mean
     */
    record Ruling(String key, String subject, Rule rule, List<Reaction> then, Optional<Service> owner) {}

    private List<Ruling> rulings(String subject, List<SupervisionRule> rules, Optional<Service> owner) {
        List<Ruling> found = new ArrayList<>();
        for (SupervisionRule rule : rules) {
            String key = IncidentKey.ofRule(subject, rule.rule().toString());
            found.add(new Ruling(key, subject, rule.rule(), rule.then(), owner));
        }
        return List.copyOf(found);
    }

    /** All checks, the probes of services included. */
    Set<CheckId> checks() {
        return Collections.unmodifiableSet(checks.keySet());
    }

    private void indexReactions() {
        for (Check check : checks.values()) {
            Optional<Service> owner = owner(check.id());
            List<Ruling> rulings = rulings(check.id().text(), check.rules(), owner);
            if (!rulings.isEmpty()) {
                ofCheck.put(check.id(), rulings);
            }
        }
        for (Service service : plan.services().values()) {
            List<Ruling> rulings = rulings(service.name(), service.rules(), Optional.of(service));
            if (!rulings.isEmpty()) {
                ofService.put(service.name(), rulings);
            }
        }
        for (Service service : plan.services().values()) {
            List<Check> found = new ArrayList<>();
            Stream<Check> others = checks.values().stream()
                    .filter(check -> !service.equals(owners.get(check.id())))
                    .sorted(Comparator.comparing(check -> check.id().text()));
            Stream.concat(service.probes().all(), others)
                    .filter(check -> Reactions.isJobFor(check.otherwise(), this, owner(check.id()), service))
                    .forEach(found::add);
            reacting.put(service.name(), List.copyOf(found));
            ruling.put(
                    service.name(),
                    allRulings()
                            .filter(it -> Reactions.isJobFor(it.then(), this, it.owner(), service))
                            .toList());
            startingChecks.put(
                    service.name(),
                    plan.checks().values().stream()
                            .filter(check -> isStart(check.otherwise(), Optional.empty(), service))
                            .toList());
            starting.put(
                    service.name(),
                    allRulings()
                            .filter(it -> isStart(it.then(), it.owner(), service))
                            .toList());
        }
    }

    private boolean isStart(List<Reaction> reactions, Optional<Service> owner, Service service) {
        return reactions.stream()
                .anyMatch(it -> it instanceof Reaction.Start start && isMeant(start.unit(), owner, service));
    }

    private Stream<Ruling> allRulings() {
        return Stream.concat(ofService.values().stream(), ofCheck.values().stream())
                .flatMap(List::stream);
    }

    /** The keys of all rules there are. */
    Set<String> ruleKeys() {
        return allRulings().map(Ruling::key).collect(Collectors.toSet());
    }

    /** The rules about a service. */
    List<Ruling> rulesOf(Service service) {
        return ofService.getOrDefault(service.name(), List.of());
    }

    /** The rules about a check. */
    List<Ruling> rulesOf(CheckId check) {
        return ofCheck.getOrDefault(check, List.of());
    }

    /** The rules, its own and others, that may want something done to the service while it is up. */
    List<Ruling> rulings(Service service) {
        return ruling.getOrDefault(service.name(), List.of());
    }

    /** The probes of a service, in the order of their roles. */
    List<Check> probes(Service service) {
        return probes.getOrDefault(service.name(), List.of());
    }

    /** The units that the spec makes this service hang on. */
    Set<UnitName> neededUnits(Service service) {
        return neededUnits.getOrDefault(service.name(), Set.of());
    }

    /** The checks of their own that may want the service started. */
    List<Check> startingChecks(Service service) {
        return startingChecks.getOrDefault(service.name(), List.of());
    }

    /** The rules that may want the service started. */
    List<Ruling> starters(Service service) {
        return starting.getOrDefault(service.name(), List.of());
    }

    @Nullable Service service(UnitName unit) {
        return byUnit.get(unit);
    }

    Optional<Service> serviceOf(UnitName unit) {
        return Optional.ofNullable(byUnit.get(unit));
    }

    Optional<Check> check(CheckId id) {
        return Optional.ofNullable(checks.get(id));
    }

    /** The service whose probe that is. */
    Optional<Service> owner(CheckId id) {
        return Optional.ofNullable(owners.get(id));
    }

    List<Check> reacting(Service service) {
        return reacting.getOrDefault(service.name(), List.of());
    }

    /** The services whose spec says that they hang on that unit. */
    Set<String> needing(UnitName unit) {
        return byNeededUnit.getOrDefault(unit, Set.of());
    }

    /** The services that need the service or check of that name. */
    Set<String> needing(String name) {
        return byNeededName.getOrDefault(name, Set.of());
    }

    /** The services that need that instance or another one of its kind. */
    Set<String> needingOneOfSeveral(String instance) {
        return byNeededSet.getOrDefault(instance, Set.of());
    }

    /** Whether all that a check of a service asks for is for that service. */
    boolean isForItsOwner(Check check) {
        return check.otherwise().stream().allMatch(reaction -> switch (reaction) {
            case Reaction.Restart it -> it.unit().isEmpty();
            case Reaction.Start it -> it.unit().isEmpty();
            case Reaction.Reload it -> it.unit().isEmpty();
            case Reaction.Stop it -> it.unit().isEmpty();
            case Reaction.Hold it -> it.unit().isEmpty();
            case Reaction.Alert _, Reaction.Exec _ -> true;
        });
    }

    /** Whether a reaction is for this service; one without a unit means the owner of what it belongs to. */
    boolean isMeant(Optional<UnitName> unit, Optional<Service> owner, Service service) {
        return unit.map(service.unit()::equals)
                .orElseGet(() ->
                        owner.filter(it -> it.name().equals(service.name())).isPresent());
    }

    /** The service that a reaction is for. */
    Optional<Service> meant(Optional<UnitName> unit, Optional<Service> owner) {
        return unit.map(this::serviceOf).orElse(owner);
    }
}
