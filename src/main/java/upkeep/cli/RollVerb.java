package upkeep.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.TimeSpan;
import upkeep.install.Applier;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.RealFileSystem;
import upkeep.rollout.End;

/** {@code upkeep roll}: restart services one after the other, each verified before the next; files stay as they are. */
@Command(
        name = "roll",
        description =
                "Restart services one after the other, each watched by its probes before the next; specs and files"
                        + " stay as they are.")
final class RollVerb implements Callable<Integer> {

    /** A proxy may just be told of something else. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Option(
            names = "--reload",
            description = "Have those that can reload their configuration; the others are restarted.")
    private boolean reload;

    @Option(
            names = "--canary",
            paramLabel = "TIME",
            description =
                    "Restart the first of each service alone, and watch it for this long before the others follow.")
    private @Nullable String canary;

    @Option(names = "--dry-run", description = "Touch nothing and show what would be done, and how long it would take.")
    private boolean dryRun;

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "What to restart: services, instances, and targets or slices with all services in them.")
    private List<String> names = new ArrayList<>();

    RollVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        if (!dryRun) {
            ApplyVerb.requireRoot(shell, layout, "roll");
        }
        RollPlan.Asked asked = new RollPlan.Asked(names, reload, canary());
        Ground ground = shell.host()
                .ground(layout)
                .orElseThrow(() ->
                        Failure.failed("cannot roll: nothing runs below another root directory", "leave out --root"));
        Applier applier =
                new Applier(layout, new RealFileSystem(), shell.activation().apply(layout));
        try {
            if (dryRun) {
                new RollText(shell, plan(layout, applier, ground, asked)).print();
                return ExitCode.CLEAN;
            }
            return roll(layout, applier, ground, asked);
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    private Optional<TimeSpan> canary() {
        if (canary == null) {
            return Optional.empty();
        }
        Optional<TimeSpan> time = TimeSpan.parse(canary).filter(span -> !span.isInfinite());
        if (time.isEmpty()) {
            throw Failure.usage(
                    "cannot watch the first for \"" + canary + "\": it is no time that ends", "write --canary 5min");
        }
        return time;
    }

    private RollPlan plan(Layout layout, Applier applier, Ground ground, RollPlan.Asked asked) throws InstallException {
        if (Layouts.manifest(shell, layout).pending().isPresent()) {
            throw Failure.failed(
                    "cannot roll: an earlier apply was cut off, or has left something to be done",
                    "upkeep apply finishes it");
        }
        return RollPlan.of(shell, AppliedServices.read(shell, layout), applier.current(), ground, asked);
    }

    private int roll(Layout layout, Applier applier, Ground ground, RollPlan.Asked asked) throws InstallException {
        try (GracefulStop stop = GracefulStop.onSignals()) {
            try {
                return applier.unlessUnderWay(PATIENCE, () -> roll(plan(layout, applier, ground, asked), ground, stop))
                        .orElseThrow(() -> Failure.failed(
                                "cannot roll: an apply, remove or other roll is under way",
                                "try again when it has ended"));
            } catch (Failure e) {
                // Said here, since a signal that waits goes on once this is over.
                e.problems().forEach(problem -> Upkeep.print(shell, problem));
                return e.exitCode();
            } finally {
                shell.out().flush();
            }
        }
    }

    private int roll(RollPlan plan, Ground ground, BooleanSupplier isStopAsked) throws InstallException {
        RollText text = new RollText(shell, plan);
        text.remark();
        shell.out().flush();
        if (plan.taken().isEmpty()) {
            return ExitCode.CLEAN;
        }
        PreChecks.require(ground, plan.gated(), "roll");
        PlainSteps steps = new PlainSteps(plan, ground);
        RolloutRun run = new RolloutRun(ground, steps, line -> {
            shell.say(line);
            shell.out().flush();
        });
        try {
            End end = run.run(plan.canary(), isStopAsked);
            run.settle();
            ground.tell(text.notes(
                    end, steps.taken(), shell.host().now(), shell.host().caller()));
            return text.print(end, steps.taken());
        } catch (Failure e) {
            ground.tell(text.notes(
                    e.problems().getFirst().message(),
                    steps.taken(),
                    shell.host().now(),
                    shell.host().caller()));
            throw e;
        } finally {
            ground.release();
        }
    }
}
