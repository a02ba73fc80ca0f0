package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import upkeep.install.Applier;
import upkeep.install.ApplyReport;
import upkeep.install.ChangeSet;
import upkeep.install.FileChange;
import upkeep.install.InstallException;
import upkeep.install.Occasion;
import upkeep.install.Reversion;
import upkeep.install.RolloutNotes.Note;
import upkeep.install.Wanted;
import upkeep.render.UnitTree;
import upkeep.rollout.End;
import upkeep.rollout.Look;
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
                PreChecks.require(ground, RolloutTrees.gated(wanted, changes), "apply");
            }
            Optional<RolloutTrees> trees = RolloutTrees.of(applier, applier.inForce(), wanted, changes);
            try {
                Optional<Rolled> rolled =
                        trees.isPresent() ? Optional.of(roll(trees.get(), wanted, occasion)) : Optional.empty();
                List<Note> notes = new ArrayList<>(rolled.map(Rolled::notes).orElse(List.of()));
                if (rolled.isEmpty() || rolled.get().end() instanceof End.Done) {
                    finish(wanted, occasion);
                    notes.addAll(settled(notes, occasion));
                }
                if (!notes.isEmpty()) {
                    ground.tell(notes);
                }
                return rolled.map(Rolled::end);
            } finally {
                ground.release();
            }
        });
    }

    /** What failed before and is not among these was wanted otherwise since, unless nothing was restarted for it. */
    private List<Note> settled(List<Note> notes, Occasion occasion) {
        if (!options.start()) {
            return List.of();
        }
        Set<String> left = new TreeSet<>(ground.failedBefore());
        notes.forEach(note -> left.remove(note.service()));
        return RolloutText.settled(left, occasion.at());
    }

    /** How a rollout ended, and what is to be told of it. */
    private record Rolled(End end, List<Note> notes) {}

    private Rolled roll(RolloutTrees trees, Wanted wanted, Occasion occasion) throws InstallException {
        TreeSteps steps = new TreeSteps(applier, options, trees, told.step());
        steps.begin();
        RolloutRun run = new RolloutRun(ground, steps, told.line());
        End end = run.run(Optional.empty(), () -> false);
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
                run.settle();
            }
            case End.Done _ -> {
                // What is left of the apply follows.
            }
            case End.Left _, End.Stuck _, End.Stopped _ -> run.settle();
        }
        return new Rolled(
                end,
                RolloutText.notes(
                        trees.members(),
                        end,
                        occasion.at(),
                        (name, isBefore) -> isBefore ? run.presentRun(name) : run.failedRun(name)));
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
            ground.pause(RolloutRun.SOON);
            looks = ground.look(behind);
        }
        Set<String> unready = RolloutRun.unready(looks);
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
