package upkeep.install;

import java.util.List;
import upkeep.base.Problem;

/** An apply that was refused before it touched anything, or that could not go on; the next run finishes it. */
public final class InstallException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public InstallException(List<Problem> problems) {
        super(problems.toString());
        this.problems = List.copyOf(problems);
    }

    public InstallException(Problem problem) {
        this(List.of(problem));
    }

    public InstallException(Problem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problems = List.of(problem);
    }

    public List<Problem> problems() {
        return problems;
    }
}
