package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import upkeep.base.Problem;
import upkeep.base.UnitName;
import upkeep.install.Activation;
import upkeep.install.Applier;
import upkeep.install.ApplyReport;
import upkeep.install.ChangeSet;
import upkeep.install.FileChange;
import upkeep.install.InstallException;
import upkeep.install.Occasion;
import upkeep.install.Reversion;
import upkeep.install.Wanted;
import upkeep.render.UnitTree;
import upkeep.rollout.Course;
import upkeep.rollout.Course.Decision;
import upkeep.rollout.End;
import upkeep.rollout.Look;
import upkeep.rollout.Member;
import upkeep.rollout.Order;
import upkeep.spec.Plan;
import upkeep.spec.Service;

/**
 * An apply on a running system: services that are verified are restarted one after the other, each watched by its probes
 * before the next, and back if one does not prove itself; proxies are told before and after. What is left of the apply
 * follows once all have proven themselves.
 *
 * <p>On the way the manifest says what is on disk, and the generation in force is that of before. A run that was cut off
 * leaves services that run, some by their new units; the next run goes on from there.
 */
final class RollingApply {

    /** While one is starting, its probes are tried this often; later as often as upkeepd tries a check that failed. */
    private static final Duration SOON = Duration.ofMillis(500);

    private static final Duration LATER = Duration.ofSeconds(2);

    /** A hold ends by itself if this process does not come to end it. */
    private static final Duration SPARE = Duration.ofMinutes(10);

    private final Applier applier;
    private final Applier.Options options;
    private final Reversion reversion;
    private final Ground ground;
    private final Told told;

    RollingApply(Applier applier, Applier.Options options, Reversion reversion, Ground ground, Told told) {
        this.applier = applier;
        this.options = options;
        this.reversion = reversion;
        this.ground = ground;
        this.told = told;
    }

    /**
     * Who is told how it goes, as it goes.
     *
     * @param step of each step that was done
     * @param line of what comes next
     */
    record Told(Consumer<ApplyReport> step, Consumer<String> line) {}

    /** Does it; tells how the rollout ended, if anything was rolled out. */
    Optional<End> run(Wanted wanted, Occasion occasion) throws InstallException {
        return applier.exclusively(() -> {
            ChangeSet changes = applier.plan(wanted, options);
            if (occasion.kind() != Occasion.Kind.REVERT) {
                preChecks(wanted, changes);
            }
            Optional<RolloutTrees> trees = RolloutTrees.of(applier, applier.inForce(), wanted, changes);
            try {
                Optional<End> end =
                        trees.isPresent() ? Optional.of(roll(trees.get(), wanted, occasion)) : Optional.empty();
                if (end.isEmpty() || end.get() instanceof End.Done) {
                    finish(wanted, occasion);
                }
                if (end.isPresent()) {
                    ground.tell(RolloutText.notes(trees.get().members(), end.get(), occasion.at()));
                }
                return end;
            } finally {
                ground.release();
            }
        });
    }

    /** Nothing is touched where what is to be started or restarted would not come up again. */
    private void preChecks(Wanted wanted, ChangeSet changes) {
        List<Problem> refused = new ArrayList<>();
        for (Service service : RolloutTrees.gated(wanted, changes)) {
            ground.preCheck(service)
                    .ifPresent(why -> refused.add(Problem.error(
                            service.position(),
                            "cannot apply: the pre-check of " + service.name() + " did not succeed: " + why,
                            "nothing was touched; mend what it complains of, and apply again")));
        }
        if (!refused.isEmpty()) {
            throw new Failure(ExitCode.FAILED, refused);
        }
    }

    private End roll(RolloutTrees trees, Wanted wanted, Occasion occasion) throws InstallException {
        UnitTree tree = trees.prepared();
        if (!tree.equals(applier.current())) {
            told.step().accept(applier.advance(tree, options));
        }
        Duration begin = ground.now();
        Course course = Course.of(trees.members());
        while (true) {
            Map<String, Look> looks = ground.look(trees.running());
            ground.proxies().mark(trees.proxies(), out(course, looks));
            Decision decision = course.decide(ground.now().minus(begin), looks);
            if (decision.order().isPresent()) {
                Order order = decision.order().get();
                prepare(order, trees, out(decision.next(), looks));
                tree = trees.tree(tree);
                ApplyReport report = applier.advance(tree, options);
                told.step().accept(report);
                decision = carriedOut(
                        order, report, trees, decision.next(), ground.now().minus(begin));
            } else if (decision.end().isEmpty()) {
                ground.pause(decision.next().isStarting() ? SOON : LATER);
            }
            course = decision.next();
            if (decision.end().isPresent()) {
                return ended(decision.end().get(), trees, wanted, occasion);
            }
        }
    }

    private static Set<String> out(Course course, Map<String, Look> looks) {
        Set<String> out = new TreeSet<>(course.away());
        looks.forEach((name, look) -> {
            if (!look.isReady()) {
                out.add(name);
            }
        });
        return out;
    }

    /** Takes those out of service that are about to be restarted, and has the files of their new units, or earlier ones, come next. */
    private void prepare(Order order, RolloutTrees trees, Set<String> out) {
        List<Service> services = order.names().stream().map(trees::running).toList();
        String names = String.join(", ", order.names());
        switch (order) {
            case Order.Move _ -> {
                told.line().accept(names + ": restarting with the new version");
                ground.hold(order.names(), longest(trees.members()), "a new version is rolled out");
            }
            case Order.Return _ -> told.line().accept(names + ": going back to the version of before");
        }
        Set<String> paths = trees.proxies();
        if (!paths.isEmpty()) {
            ground.proxies().mark(paths, out);
            ground.proxies().drain(services);
        }
        switch (order) {
            case Order.Move move -> trees.move(move.names());
            case Order.Return back -> trees.back(back.names());
        }
    }

    /** More than all that is left can take, there and back. */
    private static Duration longest(List<Member> members) {
        Duration longest = SPARE;
        for (Member member : members) {
            Duration each = member.update()
                    .verify()
                    .toDuration()
                    .plus(member.startTimeout().toDuration());
            longest = longest.plus(each.multipliedBy(2));
        }
        return longest;
    }

    private static Decision carriedOut(
            Order order, ApplyReport report, RolloutTrees trees, Course course, Duration now) {
        Map<String, String> faults = new HashMap<>();
        Set<String> resting = new HashSet<>();
        for (Activation.Outcome outcome : report.outcomes()) {
            for (String name : order.names()) {
                UnitName unit = trees.running(name).unit();
                boolean isMeant = outcome.step().unit().map(unit::equals).orElse(true);
                if (isMeant && outcome.result() == Activation.Result.FAILED) {
                    faults.putIfAbsent(name, outcome.step() + ": " + outcome.text());
                }
                if (isMeant && outcome.step().kind().isStart() && outcome.result() == Activation.Result.SKIPPED) {
                    resting.add(name);
                }
            }
        }
        return course.carriedOut(order, now, faults, resting);
    }

    private End ended(End end, RolloutTrees trees, Wanted wanted, Occasion occasion) throws InstallException {
        switch (end) {
            case End.Returned returned -> {
                Occasion back = new Occasion(
                        Occasion.Kind.REVERT,
                        occasion.at(),
                        "upkeep, since " + returned.cause().name() + " did not prove itself",
                        Optional.of(applier.generation()),
                        Optional.empty());
                told.step()
                        .accept(applier.giveUp(
                                wanted, occasion, List.of(returned.cause().toString()), options, back));
                ground.proxies().mark(trees.proxies(), unready(ground.look(trees.running())));
            }
            case End.Done _ -> {
                // What is left of the apply follows.
            }
            case End.Left _, End.Stuck _ ->
                ground.proxies().mark(trees.proxies(), unready(ground.look(trees.running())));
        }
        return end;
    }

    private static Set<String> unready(Map<String, Look> looks) {
        Set<String> unready = new TreeSet<>();
        looks.forEach((name, look) -> {
            if (!look.isReady()) {
                unready.add(name);
            }
        });
        return unready;
    }

    /** The apply as it is without a rollout, or what is left of it; instances that go are out of service before. */
    private void finish(Wanted wanted, Occasion occasion) throws InstallException {
        UnitTree current = applier.current();
        Set<String> before = RolloutTrees.proxies(current);
        if (!before.isEmpty()) {
            List<Service> gone = gone(wanted);
            if (!gone.isEmpty()) {
                Set<String> names = new TreeSet<>(ground.proxies().out(before));
                gone.forEach(service -> names.add(service.name()));
                ground.proxies().mark(before, names);
                ground.proxies().drain(gone);
            }
        }
        ApplyReport report = applier.apply(wanted, options, occasion, reversion);
        told.step().accept(report);
        Set<String> after = RolloutTrees.proxies(wanted.tree());
        Set<String> written = report.changes().changes().stream()
                .map(FileChange::path)
                .filter(after::contains)
                .collect(Collectors.toSet());
        if (!after.isEmpty()) {
            RolloutTrees.plan(wanted).ifPresent(plan -> settle(after, written, plan));
        }
    }

    /** The instances behind a proxy that are there and not wanted any more. */
    private List<Service> gone(Wanted wanted) throws InstallException {
        Set<String> stay =
                RolloutTrees.plan(wanted).map(plan -> plan.services().keySet()).orElse(new TreeSet<>());
        return applier
                .inForce()
                .flatMap(RolloutTrees::plan)
                .map(Plan::services)
                .orElse(new TreeMap<>())
                .values()
                .stream()
                .filter(service -> service.rollout().proxy().isPresent() && !stay.contains(service.name()))
                .toList();
    }

    /** Has proxies know who is ready, once all are, or have had their time. */
    private void settle(Set<String> paths, Set<String> written, Plan plan) {
        List<Service> behind = plan.services().values().stream()
                .filter(service -> service.rollout().proxy().isPresent())
                .toList();
        Duration end = ground.now().plus(patience(behind));
        Map<String, Look> looks = ground.look(behind);
        while (looks.values().stream().anyMatch(look -> look.isOnItsWay())
                && ground.now().compareTo(end) < 0) {
            ground.pause(SOON);
            looks = ground.look(behind);
        }
        Set<String> unready = unready(looks);
        ground.proxies().mark(paths, unready, written);
        if (!unready.isEmpty()) {
            told.line().accept("not ready, and so not known to the proxy: " + String.join(", ", unready));
        }
    }

    private static Duration patience(Collection<Service> services) {
        return services.stream()
                .map(RolloutTrees::startTimeout)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }
}
