package upkeep.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import upkeep.base.Problem;
import upkeep.base.RolloutResult;
import upkeep.base.SourcePos;
import upkeep.install.RolloutNotes.Note;
import upkeep.rollout.End;
import upkeep.rollout.Member;

/** How a rollout ended, for people. */
final class RolloutText {

    private RolloutText() {}

    /** In one word: done, returned, left, stuck or stopped. */
    static String word(End end) {
        return switch (end) {
            case End.Done _ -> "done";
            case End.Returned _ -> "returned";
            case End.Left _ -> "left";
            case End.Stuck _ -> "stuck";
            case End.Stopped _ -> "stopped";
        };
    }

    /** Says it, what failed on standard error; tells whether it failed. */
    static boolean print(Shell shell, End end, boolean onlyFailures) {
        return switch (end) {
            case End.Done _ -> {
                if (!onlyFailures) {
                    shell.say("all have proven themselves");
                }
                yield false;
            }
            case End.Returned(End.Failure cause) ->
                failed(
                        shell,
                        cause + "; what was in force before is back, and well",
                        "upkeep why " + cause.name()
                                + " tells more; the specs are as they were, and the next apply tries" + " again");
            case End.Left(End.Failure cause) ->
                failed(
                        shell,
                        cause + "; it is left so, as its rollback: false asks",
                        "upkeep rollback --dry-run shows what was before; the next apply goes on from here");
            case End.Stopped(List<String> left) ->
                failed(shell, "it was stopped before " + String.join(", ", left), "the next apply goes on from here");
            case End.Stuck(End.Failure cause, End.Failure next) ->
                failed(
                        shell,
                        cause + "; and the version of before is not well either: " + next
                                + "; nothing more is tried, and both versions are kept",
                        "upkeep why " + next.name()
                                + " tells more; upkeep apply tries the specs again, upkeep rollback the"
                                + " version of before");
        };
    }

    /**
     * The same of each service that took part, for the ledger: two of one that neither version is well with.
     *
     * @param run the one that failed by it, of a service and whether that was with the version of before
     */
    static List<Note> notes(List<Member> members, End end, Instant at, BiFunction<String, Boolean, String> run) {
        List<Note> notes = new ArrayList<>();
        for (Member member : members) {
            String name = member.name();
            RolloutResult result = result(name, end);
            String failed = result == RolloutResult.FAILED ? run.apply(name, false) : "";
            notes.add(new Note(at, name, result, failed, text(name, end)));
        }
        if (end instanceof End.Stuck(End.Failure cause, End.Failure next)) {
            String text = "the version of before is not well either: " + next.text() + "; it was put back since "
                    + (next.name().equals(cause.name()) ? "the new one did not prove itself" : "of " + cause)
                    + "; nothing more was tried, and both versions are kept";
            notes.add(new Note(at, next.name(), RolloutResult.STUCK, run.apply(next.name(), true), text));
        }
        return notes;
    }

    /** Of services by which an earlier rollout failed, now that another version is not wanted. */
    static List<Note> settled(Collection<String> services, Instant at) {
        return services.stream()
                .map(name -> new Note(
                        at, name, RolloutResult.WELL, "", "what was applied since wants no other version of it"))
                .toList();
    }

    /** Whose incident it is if it failed: that of one service alone. */
    private static RolloutResult result(String name, End end) {
        return switch (end) {
            case End.Done _ -> RolloutResult.WELL;
            case End.Returned(End.Failure cause) ->
                name.equals(cause.name()) ? RolloutResult.FAILED : RolloutResult.PART;
            case End.Left(End.Failure cause) -> name.equals(cause.name()) ? RolloutResult.FAILED : RolloutResult.PART;
            case End.Stopped(List<String> left) -> left.contains(name) ? RolloutResult.PART : RolloutResult.WELL;
            case End.Stuck _ -> RolloutResult.PART;
        };
    }

    private static String text(String name, End end) {
        return switch (end) {
            case End.Done _ -> "a new version was rolled out, and has proven itself";
            case End.Returned(End.Failure cause) -> attempt(name, cause) + "; the version of before is back, and well";
            case End.Stopped(List<String> left) ->
                left.contains(name)
                        ? "the rollout of a new version was stopped before its turn"
                        : "a new version was rolled out, and has proven itself; it was stopped before "
                                + String.join(", ", left);
            case End.Left(End.Failure cause) -> attempt(name, cause) + "; it is left so, as rollback: false asks";
            case End.Stuck(End.Failure cause, End.Failure next) ->
                attempt(name, cause) + "; and the version of before is not well either: " + next
                        + "; nothing more was tried";
        };
    }

    private static String attempt(String name, End.Failure cause) {
        return name.equals(cause.name())
                ? "a new version was rolled out and did not prove itself: " + cause.text()
                : "a new version was given up that did not prove itself with " + cause;
    }

    private static boolean failed(Shell shell, String why, String hint) {
        Upkeep.print(shell, Problem.error(SourcePos.NONE, "cannot put it in force: " + why, hint));
        return true;
    }
}
