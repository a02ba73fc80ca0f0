package upkeep.sim;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Moment;
import upkeep.base.UnitName;
import upkeep.core.Action;
import upkeep.core.Action.Verb;
import upkeep.core.Decision;
import upkeep.core.Entry;
import upkeep.core.Event;
import upkeep.core.Phase;
import upkeep.core.State;
import upkeep.core.UnitStatus;
import upkeep.spec.Check;
import upkeep.spec.Plan;
import upkeep.spec.Service;
import upkeep.spec.Service.Actions;

/** What must hold for every job that is ordered, by what was told. */
final class OrderRules {

    private static final Duration JOB_END_TOLD = Duration.ofSeconds(30);
    private static final Duration LONGEST_PACKAGES = Duration.ofHours(1);
    private static final Duration PANIC = Duration.ofMinutes(5);

    private final Plan plan;
    private final Map<String, List<Moment>> orders = new HashMap<>();
    private final Map<String, Long> pending = new HashMap<>();
    private final Map<String, Moment> heldUntil = new HashMap<>();
    private Optional<Moment> handsOffUntil = Optional.empty();

    OrderRules(Plan plan) {
        this.plan = plan;
    }

    void hear(Event event) {
        if (event instanceof Event.ActionEnded ended) {
            pending.remove(ended.service(), ended.action());
        } else if (event instanceof Event.HandsOnAsked) {
            handsOffUntil = Optional.empty();
        } else if (event instanceof Event.ReleaseAsked released) {
            orders.remove(released.service());
            heldUntil.remove(released.service());
        }
    }

    /** A hold counts once it was taken in. */
    void decided(Event event) {
        if (event instanceof Event.HoldAsked hold) {
            heldUntil.put(hold.service(), hold.until());
        } else if (event instanceof Event.HandsOffAsked hold) {
            handsOffUntil = Optional.of(hold.until());
        }
    }

    /** Another upkeepd knows what is durable, by the wall clock, and none of the jobs that were ordered. */
    void restarted(Moment now) {
        pending.clear();
        heldUntil.values().removeIf(now::reached);
        heldUntil.replaceAll((service, until) -> byWall(until, now));
        handsOffUntil = handsOffUntil.filter(until -> !now.reached(until)).map(until -> byWall(until, now));
        orders.replaceAll((service, moments) -> new ArrayList<>(moments.stream()
                .filter(moment -> now.since(moment).compareTo(window(service)) < 0)
                .map(moment -> past(moment, now))
                .toList()));
    }

    private Duration window(String service) {
        return Objects.requireNonNull(plan.services().get(service))
                .restart()
                .budget()
                .per()
                .toDuration();
    }

    static Moment byWall(Moment moment, Moment now) {
        return now.plus(Duration.between(now.wall(), moment.wall()));
    }

    private static Moment past(Moment moment, Moment now) {
        Moment kept = byWall(moment, now);
        return now.reached(kept) ? kept : now;
    }

    void ordered(Told told, IncidentBook incidents, State before, Event event, Decision decision, Action.Job job) {
        Broken.unless(plan.services().containsKey(job.service()), "only for what is in the plan", event);
        Service service = Objects.requireNonNull(plan.services().get(job.service()));
        Broken.unless(told.listed && told.units.containsKey(job.unit()), "none while the bus is lost", event);
        UnitStatus status = Objects.requireNonNull(told.units.get(job.unit()));
        Broken.unless(!told.hostStopping, "none while the machine stops", event);
        Broken.unless(service.actions() == Actions.ACT, "none for what is only observed", event);
        boolean held = heldUntil.containsKey(job.service())
                && !event.at().reached(heldUntil.get(job.service()))
                && Objects.requireNonNull(before.services().get(job.service()))
                        .hold()
                        .isPresent();
        Broken.unless(!held, "none during a hold", event);
        boolean isHandsOff =
                handsOffUntil.filter(until -> !event.at().reached(until)).isPresent();
        Broken.unless(!isHandsOff, "none while hands are off", event);
        Broken.unless(pending.put(job.service(), job.number()) == null, "one action at a time", event);
        boolean inFlight = status.job() != 0
                || told.jobs.getOrDefault(job.unit(), Map.of()).values().stream()
                        .anyMatch(since -> event.at().since(since).compareTo(JOB_END_TOLD) < 0);
        Broken.unless(!inFlight, "none while a job is in flight", event);
        explained(event, decision, job);
        if (job.verb() != Verb.STOP) {
            comesUp(told, incidents, event, decision, job, service, status);
        }
    }

    private static void explained(Event event, Decision decision, Action.Job job) {
        boolean explained = decision.entries().stream()
                .anyMatch(entry -> entry.kind() == Entry.Kind.DECISION
                        && entry.number() == job.number()
                        && !entry.text().isBlank()
                        && !entry.causes().isEmpty());
        Broken.unless(explained, "every action has a reason and causes", event);
    }

    private void comesUp(
            Told told,
            IncidentBook incidents,
            Event event,
            Decision decision,
            Action.Job job,
            Service service,
            UnitStatus status) {
        Broken.unless(job.resetFailed(), "systemd's start limit is not spent", event);
        Broken.unless(!status.isMasked(), "none for what is masked", event);
        Moment packages = told.packagesSince;
        boolean installing = packages != null && event.at().since(packages).compareTo(LONGEST_PACKAGES) < 0;
        Broken.unless(!installing, "none while packages are at work", event);
        for (UnitName needed : needed(service)) {
            Broken.unless(told.isThere(needed), "none while " + needed + ", which it needs, is down", event);
        }
        Phase phase = Phase.of(status);
        if (job.verb() == Verb.START) {
            Broken.unless(phase == Phase.DOWN || phase == Phase.FAILED, "only what is down is started", event);
            Broken.unless(!told.isStopped(job.unit()), "what an operator stopped stays stopped", event);
            Broken.unless(told.wasWanted(job.unit()), "what never ran is not started", event);
        } else {
            Broken.unless(phase == Phase.UP, "only what is up is restarted", event);
            Broken.unless(isAskedFor(told, service), "unknown is not failed, and good is not dead", event);
            Broken.unless(
                    incidents
                            .panicSince()
                            .filter(since -> event.at().since(since).compareTo(PANIC) < 0)
                            .isEmpty(),
                    "none while most services are bad at once",
                    event);
        }
        boolean back = decision.entries().stream()
                .anyMatch(entry -> entry.number() == job.number()
                        && "dependency-back".equals(entry.fields().get("row")));
        if (!back) {
            withinBudget(event, service);
            backedOff(told, event, service);
            told.charge(service.name(), event.at());
        }
    }

    private static Iterable<UnitName> needed(Service service) {
        return Stream.concat(service.relations().requires().stream(), service.relations().bindsTo().stream())
                .toList();
    }

    /** A check failed as often as it takes, or a rule holds. */
    private boolean isAskedFor(Told told, Service service) {
        Stream<Check> checks = Stream.concat(service.probes().all(), plan.checks().values().stream());
        boolean failed = checks.anyMatch(check -> told.failuresInRow.getOrDefault(check.id(), 0) >= check.failures());
        return failed || !service.rules().isEmpty();
    }

    /** Never more of our own actions in any window than the budget, and one slow try. */
    private void withinBudget(Event event, Service service) {
        List<Moment> moments = orders.computeIfAbsent(service.name(), name -> new ArrayList<>());
        Duration per = service.restart().budget().per().toDuration();
        moments.add(event.at());
        moments.removeIf(moment -> event.at().since(moment).compareTo(per) >= 0);
        int most = service.restart().budget().count() + 1;
        Broken.unless(moments.size() <= most, moments.size() + " actions in a window, at most " + most, event);
    }

    /** The wait doubles with each restart in the window; three quarters of it at least. */
    private static void backedOff(Told told, Event event, Service service) {
        Duration per = service.restart().budget().per().toDuration();
        List<Moment> charges = told.charges.getOrDefault(service.name(), List.of()).stream()
                .filter(moment -> event.at().since(moment).compareTo(per) < 0)
                .toList();
        if (charges.isEmpty()) {
            return;
        }
        double wait = service.restart().delay().toDuration().toNanos() * Math.pow(2, charges.size() - 1.0);
        double least = 0.75
                * Math.min(
                        wait, (double) service.restart().maxDelay().toDuration().toNanos());
        Duration since = event.at().since(charges.getLast());
        Broken.unless(since.toNanos() >= least - 1, "not before the wait is over, " + since, event);
    }
}
