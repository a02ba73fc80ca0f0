package upkeep.cli;

import java.time.Instant;
import java.util.List;
import upkeep.base.Problem;
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

    /** The same of each service that took part, for the ledger. */
    static List<Note> notes(List<Member> members, End end, Instant at) {
        return members.stream()
                .map(member -> new Note(at, member.name(), text(member.name(), end)))
                .toList();
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
