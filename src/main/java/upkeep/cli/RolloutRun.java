package upkeep.cli;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import upkeep.base.TimeSpan;
import upkeep.install.InstallException;
import upkeep.rollout.Course;
import upkeep.rollout.Course.Decision;
import upkeep.rollout.End;
import upkeep.rollout.Look;
import upkeep.rollout.Member;
import upkeep.rollout.Order;
import upkeep.spec.Service;

/**
 * A rollout that goes on: looks at the services, keeps proxies in step with who is in service, and has done what
 * {@link Course} orders, until it has come to its end. Whoever runs it ends the holds, and marks the proxies by {@link #settle}.
 */
final class RolloutRun {

    /** While one is starting, its probes are tried this often; later as often as upkeepd tries a check that failed. */
    static final Duration SOON = Duration.ofMillis(500);

    private static final Duration LATER = Duration.ofSeconds(2);

    /** A hold ends by itself if this process does not come to end it. */
    private static final Duration SPARE = Duration.ofMinutes(10);

    private final Ground ground;
    private final RolloutSteps steps;
    private final Consumer<String> told;
    private final Map<String, String> failedRuns = new TreeMap<>();

    /** @param told what comes next, for people */
    RolloutRun(Ground ground, RolloutSteps steps, Consumer<String> told) {
        this.ground = ground;
        this.steps = steps;
        this.told = told;
    }

    /**
     * Goes on to the end.
     *
     * @param canary for how long the first of each set is watched
     * @param isStopAsked whether no more shall be taken; asked between the steps
     */
    End run(Optional<TimeSpan> canary, BooleanSupplier isStopAsked) throws InstallException {
        Duration begin = ground.now();
        Course course = Course.of(steps.members(), canary);
        boolean isStopped = false;
        while (true) {
            Map<String, Look> looks = ground.look(steps.watched());
            if (!isStopped && isStopAsked.getAsBoolean()) {
                isStopped = true;
                course = course.stopped();
                told.accept("asked to stop: nothing more is begun; what was is watched as long as usual");
            }
            ground.proxies().mark(steps.proxies(), out(course, looks));
            Decision decision = course.decide(ground.now().minus(begin), looks);
            if (decision.order().isPresent()) {
                Order order = decision.order().get();
                remember(order, looks);
                RolloutSteps.Taken taken = carryOut(order, out(decision.next(), looks), canary);
                decision =
                        decision.next().carriedOut(order, ground.now().minus(begin), taken.faults(), taken.resting());
            } else if (decision.end().isEmpty()) {
                ground.pause(decision.next().isStarting() ? SOON : LATER);
            }
            course = decision.next();
            if (decision.end().isPresent()) {
                return decision.end().get();
            }
        }
    }

    /** Whoever failed did so by the run that it goes back from. */
    private void remember(Order order, Map<String, Look> looks) {
        switch (order) {
            case Order.Return back ->
                back.names()
                        .forEach(name -> failedRuns.put(
                                name, looks.getOrDefault(name, Look.NONE).run()));
            case Order.Move _ -> {
                // Nothing has failed.
            }
        }
    }

    /** The run that a service went back from, or else is in now; empty if it is not known. */
    String failedRun(String service) {
        String run = failedRuns.get(service);
        return run == null ? presentRun(service) : run;
    }

    /** The run that a service is in now, empty if it is not known. */
    String presentRun(String service) {
        return ground.look(List.of(steps.running(service)))
                .getOrDefault(service, Look.NONE)
                .run();
    }

    private RolloutSteps.Taken carryOut(Order order, Set<String> out, Optional<TimeSpan> canary)
            throws InstallException {
        Map<String, String> refusals = steps.refusals(order);
        if (!refusals.isEmpty()) {
            return new RolloutSteps.Taken(refusals, Set.of());
        }
        told.accept(steps.text(order));
        switch (order) {
            case Order.Move _ -> ground.hold(order.names(), longest(canary), steps.reason());
            case Order.Return _ -> {
                // Those that go back are on hold since they were moved.
            }
        }
        List<Service> withdrawn = steps.withdrawn(order);
        if (!steps.proxies().isEmpty() && !withdrawn.isEmpty()) {
            ground.proxies().mark(steps.proxies(), out);
            ground.proxies().drain(withdrawn);
        }
        return steps.take(order);
    }

    /** More than all that is left can take, there and back. */
    private Duration longest(Optional<TimeSpan> canary) {
        Duration longest = SPARE;
        for (Member member : steps.members()) {
            Duration each = member.update()
                    .verify()
                    .toDuration()
                    .plus(member.startTimeout().toDuration());
            longest = longest.plus(each.multipliedBy(2));
        }
        long sets = steps.members().stream().map(Member::set).distinct().count();
        return longest.plus(canary.orElse(TimeSpan.ZERO).toDuration().multipliedBy(sets));
    }

    private static Set<String> out(Course course, Map<String, Look> looks) {
        Set<String> out = unready(looks);
        out.addAll(course.away());
        return out;
    }

    static Set<String> unready(Map<String, Look> looks) {
        Set<String> unready = new TreeSet<>();
        looks.forEach((name, look) -> {
            if (!look.isReady()) {
                unready.add(name);
            }
        });
        return unready;
    }

    /** Has proxies know who is ready now. */
    void settle() {
        ground.proxies().mark(steps.proxies(), unready(ground.look(steps.watched())));
    }
}
