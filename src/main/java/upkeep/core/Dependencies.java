package upkeep.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.ServiceState.Queued;
import upkeep.core.Situation.Dependency;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Service;

/**
 * How a service stands to what it needs: by {@code requires} and {@code binds-to} of its spec, by systemd's own graph, and
 * by {@code needs}. What it is part of can stop it, but is not needed by it.
 */
final class Dependencies {

    /** Jobs of one transaction are told together; what happened this long before or after has its own cause. */
    private static final Duration SAME_TRANSACTION = Duration.ofMillis(250);

    /** By systemd's own times what is bound goes 1 to 3 ms after what it is bound to, on 252 and 257. */
    private static final Duration PASSED_ON = Duration.ofMillis(50);

    /** The stop may have to wait; then it counts when upkeepd heard of its job. */
    private static final Duration HEARD_OF = Duration.ofMillis(100);

    private Dependencies() {}

    /** Something that a service needs. */
    private sealed interface Needed {
        record OfPlan(Service service) implements Needed {}

        /** One of several is enough. */
        record OfSet(List<Service> instances) implements Needed {}

        record OfCheck(Check check) implements Needed {}

        record Other(UnitName unit) implements Needed {}
    }

    /** What is wrong with what a service needs: its incident, and the entries that tell of it. */
    record Root(String name, Optional<Long> incident, Optional<String> key, long entry) {}

    private static List<Needed> of(Step step, Service service) {
        List<Needed> needed = new ArrayList<>();
        for (UnitName unit : units(step, service)) {
            needed.add(ofUnit(step, unit));
        }
        for (String name : service.needs()) {
            named(step, name).ifPresent(needed::add);
        }
        return needed;
    }

    private static Needed ofUnit(Step step, UnitName unit) {
        Service service = step.index.service(unit);
        return service == null ? new Needed.Other(unit) : new Needed.OfPlan(service);
    }

    private static Optional<Needed> named(Step step, String name) {
        Service service = step.plan.services().get(name);
        if (service != null) {
            return Optional.of(new Needed.OfPlan(service));
        }
        List<Service> instances = step.index.instances(name);
        if (!instances.isEmpty()) {
            return Optional.of(new Needed.OfSet(instances));
        }
        return step.index.check(new CheckId(name)).map(Needed.OfCheck::new);
    }

    /** The units that this service cannot be without. */
    private static Set<UnitName> units(Step step, Service service) {
        Set<UnitName> written = step.index.neededUnits(service);
        Bonds bonds = step.service(service).status().map(UnitStatus::bonds).orElse(Bonds.NONE);
        if (written.containsAll(bonds.requires())
                && written.containsAll(bonds.requisite())
                && written.containsAll(bonds.bindsTo())) {
            return written;
        }
        Set<UnitName> units = new LinkedHashSet<>(written);
        units.addAll(bonds.requires());
        units.addAll(bonds.requisite());
        units.addAll(bonds.bindsTo());
        units.remove(service.unit());
        return units;
    }

    /** The services that need this one, and those that can be stopped by what happens to it. */
    static List<Service> dependents(Step step, Service service) {
        Set<String> names = new LinkedHashSet<>(ownDependents(step, service));
        names.addAll(step.index.needingOneOfSeveral(service.name()));
        return services(step, names, service.name());
    }

    /** The same without those for which another instance will do. */
    static List<Service> bound(Step step, Service service) {
        return services(step, ownDependents(step, service), service.name());
    }

    private static Set<String> ownDependents(Step step, Service service) {
        Set<String> names = new LinkedHashSet<>(step.index.needing(service.unit()));
        names.addAll(step.bound(service.unit()));
        names.addAll(step.index.needing(service.name()));
        return names;
    }

    static List<Service> dependents(Step step, UnitName unit) {
        Set<String> names = new LinkedHashSet<>(step.index.needing(unit));
        names.addAll(step.bound(unit));
        return services(step, names, "");
    }

    private static List<Service> services(Step step, Set<String> names, String but) {
        List<Service> services = new ArrayList<>();
        for (String name : names) {
            Service service = step.plan.services().get(name);
            if (service != null && !name.equals(but)) {
                services.add(service);
            }
        }
        return services;
    }

    static Dependency state(Step step, Service service) {
        Dependency worst = Dependency.OK;
        for (UnitName unit : units(step, service)) {
            worst = worse(worst, state(step, ofUnit(step, unit)));
        }
        for (String name : service.needs()) {
            Optional<Needed> needed = named(step, name);
            if (needed.isPresent()) {
                worst = worse(worst, state(step, needed.get()));
            }
        }
        return worst;
    }

    private static Dependency worse(Dependency one, Dependency other) {
        return one == Dependency.DOWN || other == Dependency.OK ? one : other;
    }

    private static Dependency better(Dependency one, Dependency other) {
        return worse(one, other) == one ? other : one;
    }

    /** Whether something that a check needs is not well, so that its failures say nothing about its target. */
    static Optional<String> missing(Step step, Check check) {
        for (String name : check.needs()) {
            Optional<Needed> needed = named(step, name);
            if (needed.filter(it -> state(step, it) == Dependency.DOWN).isPresent()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static Dependency state(Step step, Needed needed) {
        return switch (needed) {
            case Needed.OfPlan(Service service) -> ofService(step, service);
            case Needed.OfSet(List<Service> instances) -> {
                Dependency best = Dependency.DOWN;
                for (Service instance : instances) {
                    best = better(best, ofService(step, instance));
                }
                yield best;
            }
            case Needed.OfCheck(Check check) ->
                step.check(check.id()).verdict() == CheckState.Verdict.FAILING ? Dependency.DOWN : Dependency.OK;
            case Needed.Other(UnitName unit) -> ofOther(step, unit);
        };
    }

    private static Dependency ofService(Step step, Service service) {
        ServiceState state = step.service(service);
        if (state.phase() != Phase.UP) {
            if (!state.hasDoneItsWork()) {
                return Dependency.DOWN;
            }
            return state.pending().isPresent() ? Dependency.SETTLING : Dependency.OK;
        }
        if (state.isFrozen()) {
            return Dependency.DOWN;
        }
        return switch (HealthFolding.health(step, service)) {
            case DEAD -> Dependency.DOWN;
            case STARTING, SUSPECT -> Dependency.SETTLING;
            case NONE, OK, NOT_READY, UNKNOWN -> Dependency.OK;
        };
    }

    /** A unit that was never seen is systemd's own business. */
    private static Dependency ofOther(Step step, UnitName unit) {
        OtherUnit other = step.other(unit);
        if (other == null || other.isRunning() || other.status().hasDoneItsWork()) {
            return Dependency.OK;
        }
        return Dependency.DOWN;
    }

    /** What keeps the service from being well, followed to where it began. */
    static Optional<Root> root(Step step, Service service) {
        return of(step, service).stream()
                .filter(needed -> state(step, needed) != Dependency.OK)
                .findFirst()
                .map(needed -> root(step, needed));
    }

    private static Root root(Step step, Needed needed) {
        return switch (needed) {
            case Needed.OfPlan(Service service) -> ofService(step, service, service.name());
            case Needed.OfSet(List<Service> instances) -> {
                Service first = instances.getFirst();
                yield ofService(step, first, first.name());
            }
            case Needed.OfCheck(Check check) -> {
                String key = IncidentKey.of(check.id());
                Optional<Long> number = Apps.incident(step, check).map(Incident::number);
                yield new Root(key, number, Optional.of(key), number.orElse(0L));
            }
            case Needed.Other(UnitName unit) -> {
                String key = IncidentKey.of(unit);
                Incident incident = step.incident(key);
                OtherUnit other = step.other(unit);
                long entry = other == null ? 0 : other.lastEntry();
                yield new Root(key, Optional.ofNullable(incident).map(Incident::number), Optional.of(key), entry);
            }
        };
    }

    private static Root ofService(Step step, Service service, String name) {
        ServiceState state = step.service(service);
        Optional<Long> incident = state.incident().map(Incident::number).or(state::attached);
        return new Root(name, incident, Optional.empty(), lastEntry(step, service));
    }

    /** The last that was seen of the service. */
    private static long lastEntry(Step step, Service service) {
        long last = step.service(service).lastEntry();
        List<Long> evidence = service.probes()
                .liveness()
                .map(check -> step.check(check.id()).evidence())
                .orElse(List.of());
        return evidence.isEmpty() ? last : Math.max(last, evidence.getLast());
    }

    /**
     * The unit that explains why a job was queued on this one at that moment, by whatever ties the two: it has a job of
     * the same transaction, which was numbered first, gave this unit no other and was not carried out yet; or it went down
     * just then by itself, and this one is bound to it. One that has been down for long explains nothing.
     */
    static Optional<String> movedWith(Step step, Service service, long job, Queued queued) {
        Optional<Bonds> bonds = step.service(service).status().map(UnitStatus::bonds);
        Service.Relations relations = service.relations();
        Set<UnitName> binding = new LinkedHashSet<>(relations.bindsTo());
        bonds.ifPresent(it -> binding.addAll(it.bindsTo()));
        Set<UnitName> passing = new LinkedHashSet<>(units(step, service));
        passing.addAll(relations.partOf());
        bonds.ifPresent(it -> passing.addAll(it.partOf()));
        for (UnitName unit : passing) {
            boolean other = !unit.equals(service.unit());
            Traces traces = traces(step, unit);
            boolean moved = hasEarlierJob(traces, job, queued)
                    || (binding.contains(unit) && hasFallen(traces, job, queued, movedAt(step, service, queued)));
            if (other && moved) {
                return Optional.of(name(step, unit));
            }
        }
        return Optional.empty();
    }

    private static boolean hasEarlierJob(Traces other, long job, Queued queued) {
        return other.jobs().stream()
                .anyMatch(it -> it.stops()
                        && it.number() < job
                        && queued.previous() < it.number()
                        && it.isNotOver(queued.since())
                        && isWithin(SAME_TRANSACTION, it.since(), queued.since()));
    }

    /** When the job moved the service, in microseconds by systemd's own word; 0 if that cannot be told. */
    private static long movedAt(Step step, Service service, Queued queued) {
        UnitStatus status = step.service(service)
                .status()
                .filter(it -> it.invocation().equals(queued.invocation()))
                .orElse(null);
        if (status == null) {
            return 0;
        }
        return switch (queued.phase()) {
            case UP -> status.activeUntil();
            case BACKING_OFF -> Phase.of(status) == Phase.BACKING_OFF ? 0 : status.inactiveSince();
            case UNSEEN, STARTING, STOPPING, DOWN, FAILED -> 0;
        };
    }

    /** Whether the other went down by itself, and the job moved this one or came just then. */
    private static boolean hasFallen(Traces other, long job, Queued queued, long movedAt) {
        return other.falls().stream()
                .filter(fall -> !fall.isAfter(queued.since()))
                .filter(fall ->
                        fall.isFollowedBy(movedAt, PASSED_ON) || isWithin(HEARD_OF, fall.moment(), queued.since()))
                .anyMatch(fall -> other.jobs().stream().noneMatch(it -> takesTheOtherAlong(it, fall, job)));
    }

    /**
     * What goes down under a job of a higher number goes down after this one; and one that takes it down gives what is bound
     * to it a job of the same transaction.
     */
    private static boolean takesTheOtherAlong(JobSeen other, Fall fall, long job) {
        return other.hasTakenDown(fall)
                || (other.number() > job && fall.moment().reached(other.since()));
    }

    private static Traces traces(Step step, UnitName unit) {
        Service service = step.index.service(unit);
        if (service != null) {
            return step.service(service).traces();
        }
        OtherUnit other = step.other(unit);
        return other == null ? Traces.NONE : other.traces();
    }

    private static String name(Step step, UnitName unit) {
        Service service = step.index.service(unit);
        return service == null ? unit.text() : service.name();
    }

    private static boolean isWithin(Duration most, Moment one, Moment other) {
        return one.since(other).abs().compareTo(most) <= 0;
    }
}
