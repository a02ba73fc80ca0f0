package upkeep.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import upkeep.base.Checked;
import upkeep.base.TimeSpan;
import upkeep.install.Applier;
import upkeep.install.ChangeSet;
import upkeep.install.Generation;
import upkeep.install.Generations;
import upkeep.install.InstallException;
import upkeep.install.Layout;
import upkeep.install.Occasion;
import upkeep.install.RealFileSystem;
import upkeep.install.Unconfirmed;
import upkeep.install.UnconfirmedStore;
import upkeep.install.Wanted;
import upkeep.spec.Plan;
import upkeep.spec.Specs;

/** {@code upkeep rollback}: put an earlier generation back in force. The specs in /etc stay as they are. */
@Command(
        name = "rollback",
        description = "Put an earlier generation back in force: its units, users, permissions and supervision.")
final class RollbackVerb implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RootOption root = new RootOption();

    @Mixin
    private ApplyOptions applyOptions = new ApplyOptions();

    @Mixin
    private ConfirmOption confirm = new ConfirmOption();

    @Option(names = "--dry-run", description = "Touch nothing and show what would be done, as plan does.")
    private boolean dryRun;

    @Option(
            names = "--unconfirmed",
            description =
                    "Take back what nobody confirmed, if there is any, as upkeep-revert.service does: hand edits do"
                            + " not keep it from that, and are kept aside.")
    private boolean unconfirmed;

    @Parameters(
            arity = "0..1",
            paramLabel = "N",
            description = "The generation; without it the one before, or the one that is in force again unless what was"
                    + " applied last is confirmed.")
    private @Nullable Integer number;

    RollbackVerb(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Layout layout = root.layout();
        if (!dryRun) {
            ApplyVerb.requireRoot(shell, layout, "roll back");
        }
        if (unconfirmed && number != null) {
            throw Failure.usage("cannot take back to a generation of choice", "leave out --unconfirmed, or the number");
        }
        Optional<TimeSpan> within = confirm.within(layout);
        Optional<Unconfirmed> waiting = waiting(layout);
        if (unconfirmed && waiting.isEmpty()) {
            shell.say("nothing waits to be confirmed");
            return ExitCode.CLEAN;
        }
        Generations generations = new Generations(layout, new RealFileSystem());
        int target = number != null ? number : waiting.map(Unconfirmed::base).orElseGet(() -> before(generations));
        Wanted wanted = Layouts.found(generations.wanted(target));
        requireValid(target, wanted);
        Occasion.Kind kind = waiting.isPresent() ? Occasion.Kind.REVERT : Occasion.Kind.ROLLBACK;
        if (dryRun) {
            ChangeSet changes = PlanVerb.changes(shell, layout, wanted, options(waiting));
            shell.say("generation " + target + ":");
            new PlanText(shell, layout, changes, wanted, kind).print();
            return changes.isClean() ? ExitCode.CLEAN : ExitCode.FAILED;
        }
        Occasion occasion = new Occasion(
                kind,
                shell.host().now(),
                unconfirmed ? "upkeep, since nobody confirmed" : shell.host().caller(),
                Optional.of(target),
                within);
        shell.say("putting generation " + target + " back in force");
        int exitCode = ApplyVerb.apply(shell, layout, wanted, options(waiting), occasion);
        shell.say("The specs are as they were: the next apply puts them in force again.");
        return exitCode;
    }

    private static Optional<Unconfirmed> waiting(Layout layout) {
        try {
            return new UnconfirmedStore(layout, new RealFileSystem()).read();
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    private Applier.Options options(Optional<Unconfirmed> waiting) {
        return waiting.filter(_ -> unconfirmed)
                .map(it -> new Applier.Options(true, it.restartAdopted(), it.start()))
                .orElseGet(applyOptions::options);
    }

    /** The one before that which is in force; if that is an earlier one again, the one before the earlier one. */
    private int before(Generations generations) {
        int inForce = Layouts.manifest(shell, root.layout()).generation();
        try {
            List<Integer> kept = generations.numbers(inForce);
            int content = inForce;
            Optional<Integer> restored = Optional.of(content);
            while (restored.isPresent()) {
                content = restored.get();
                restored = content == Generation.NONE ? Optional.empty() : restored(generations, content);
            }
            int last = content;
            return kept.stream()
                    .filter(candidate -> candidate < last)
                    .reduce((_, later) -> later)
                    .orElseThrow(() -> Failure.failed(
                            "cannot roll back: no generation before " + (last == Generation.NONE ? "the first" : last)
                                    + " is kept",
                            "upkeep generations lists those that are; name one"));
        } catch (InstallException e) {
            throw Layouts.failure(e);
        }
    }

    private static Optional<Integer> restored(Generations generations, int number) {
        return generations
                .read(number)
                .value()
                .map(Generation::occasion)
                .flatMap(Occasion::restored)
                .filter(earlier -> earlier < number);
    }

    /** What upkeepd cannot read it would not supervise; an upkeep of another version may have written it. */
    private void requireValid(int target, Wanted wanted) {
        if (unconfirmed) {
            return;
        }
        Checked<Plan> plan = Specs.load(wanted.specs());
        if (plan.value().isEmpty()) {
            throw Failure.failed(
                    "cannot roll back to generation " + target + ": its specs are not valid for this upkeep: "
                            + plan.problems().getFirst(),
                    "name another generation");
        }
    }
}
