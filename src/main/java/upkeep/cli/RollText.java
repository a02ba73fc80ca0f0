package upkeep.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.base.Humane;
import upkeep.base.Problem;
import upkeep.base.RolloutResult;
import upkeep.base.SourcePos;
import upkeep.install.RolloutNotes.Note;
import upkeep.rollout.End;
import upkeep.rollout.Member;
import upkeep.rollout.Member.Part;

/** What a roll is going to do, and how it ended, for people. */
final class RollText {

    private final Shell shell;
    private final RollPlan plan;

    RollText(Shell shell, RollPlan plan) {
        this.shell = shell;
        this.plan = plan;
    }

    /** What whoever asked may not expect. */
    void remark() {
        plan.remarks().forEach(shell::say);
        plan.along().forEach(effect -> shell.say(effect.toString()));
        if (plan.taken().isEmpty()) {
            shell.say("nothing to do");
        }
    }

    /** All of it, beforehand. */
    void print() {
        PreChecks.print(shell, plan.gated());
        for (RolledSet set : RolledSet.of(plan.taken(), plan::service)) {
            lines(set).forEach(shell::say);
        }
        remark();
        if (!plan.taken().isEmpty()) {
            shell.say("it takes at least " + Humane.duration(plan.shortest()) + ", and "
                    + plan.longest()
                            .map(time -> "about " + Humane.duration(time) + " at most")
                            .orElse("as long as stops and starts take, which have no limit"));
        }
    }

    private List<String> lines(RolledSet set) {
        boolean isReloaded = set.members().stream().allMatch(member -> member.part() == Part.RELOADED);
        List<String> lines = new ArrayList<>();
        lines.add((isReloaded ? "reload " : "restart ") + set.taken());
        if (!isReloaded) {
            set.drained().ifPresent(lines::add);
        }
        lines.add(set.proven("it"));
        plan.canary()
                .ifPresent(time -> lines.add(
                        "  the first goes alone, and must stay so for " + time + " before the others follow"));
        lines.add("  on failure: all is left as it is by then; nothing more is restarted");
        return lines;
    }

    /** Says how it ended; tells the exit code. */
    int print(End end, Set<String> taken) {
        return switch (end) {
            case End.Done _ -> {
                shell.say("all have proven themselves");
                yield ExitCode.CLEAN;
            }
            case End.Stopped(List<String> left) -> {
                Upkeep.print(
                        shell,
                        Problem.error(
                                SourcePos.NONE,
                                "cannot go on: asked to stop; " + proven(taken) + "not restarted: "
                                        + String.join(", ", left),
                                "upkeep roll " + String.join(" ", left) + " goes on"));
                yield ExitCode.FAILED;
            }
            case End.Left(End.Failure cause) -> failed(cause, taken);
            case End.Returned(End.Failure cause) -> failed(cause, taken);
            case End.Stuck(End.Failure cause, var _) -> failed(cause, taken);
        };
    }

    private static String proven(Set<String> taken) {
        return taken.isEmpty() ? "" : "restarted, and proven: " + String.join(", ", taken) + "; ";
    }

    private int failed(End.Failure cause, Set<String> taken) {
        String left =
                left(taken).stream().filter(name -> !name.equals(cause.name())).collect(Collectors.joining(", "));
        Upkeep.print(
                shell,
                Problem.error(
                        SourcePos.NONE,
                        "cannot roll on: " + cause + (left.isEmpty() ? "" : "; not touched: " + left),
                        "upkeep why " + cause.name() + " and journalctl -u "
                                + plan.service(cause.name()).unit() + " tell more"));
        return ExitCode.FAILED;
    }

    private List<String> left(Set<String> taken) {
        return plan.taken().stream()
                .map(Member::name)
                .filter(name -> !taken.contains(name))
                .toList();
    }

    /** How it ended for each service that took part, for the ledger. */
    List<Note> notes(End end, Set<String> taken, Instant at, String by) {
        List<Note> notes = new ArrayList<>();
        for (Member member : plan.taken()) {
            String name = member.name();
            text(end, name, done(name), taken.contains(name))
                    .ifPresent(text ->
                            notes.add(new Note(at, name, RolloutResult.PART, "", "rolled by " + by + ": " + text)));
        }
        return notes;
    }

    /** The same where it was given up, for a reason that lies in no service. */
    List<Note> notes(String why, Set<String> taken, Instant at, String by) {
        return plan.taken().stream()
                .map(member -> new Note(
                        at,
                        member.name(),
                        RolloutResult.PART,
                        "",
                        "rolled by " + by + ": "
                                + (taken.contains(member.name()) ? done(member.name()) : "not touched")
                                + "; the roll was given up: " + why))
                .toList();
    }

    private String done(String name) {
        return plan.isReloaded(name) ? "reloaded" : "restarted";
    }

    private static Optional<String> text(End end, String name, String done, boolean isTaken) {
        return switch (end) {
            case End.Done _ -> isTaken ? Optional.of(done + ", and has proven itself") : Optional.empty();
            case End.Stopped _ ->
                Optional.of(
                        isTaken
                                ? done + ", and has proven itself; the roll was stopped then"
                                : "not touched, since the roll was stopped before its turn");
            case End.Left(End.Failure cause) -> Optional.of(failed(cause, name, done, isTaken));
            case End.Returned(End.Failure cause) -> Optional.of(failed(cause, name, done, isTaken));
            case End.Stuck(End.Failure cause, var _) -> Optional.of(failed(cause, name, done, isTaken));
        };
    }

    private static String failed(End.Failure cause, String name, String done, boolean isTaken) {
        if (name.equals(cause.name())) {
            return isTaken ? done + ", and did not prove itself: " + cause.text() : cause.text();
        }
        return (isTaken ? done : "not touched") + "; the roll ended with " + cause;
    }
}
