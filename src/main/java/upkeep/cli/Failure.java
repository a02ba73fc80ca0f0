package upkeep.cli;

import java.util.List;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** Ends a verb with problems for the user; not a fault of upkeep. */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;
    private final transient List<Problem> problems;

    Failure(int exitCode, List<Problem> problems) {
        super(problems.toString());
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
    }

    /** The verb could not do its work: {@code cannot X: why}. */
    static Failure failed(String message, String hint) {
        return new Failure(ExitCode.FAILED, List.of(Problem.error(SourcePos.NONE, message, hint)));
    }

    /** The command line asks for what cannot be. */
    static Failure usage(String message, String hint) {
        return new Failure(ExitCode.USAGE, List.of(Problem.error(SourcePos.NONE, message, hint)));
    }

    /** The specs are wrong. */
    static Failure invalid(List<Problem> problems) {
        return new Failure(ExitCode.USAGE, problems);
    }

    int exitCode() {
        return exitCode;
    }

    List<Problem> problems() {
        return problems;
    }
}
