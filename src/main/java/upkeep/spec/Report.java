package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import upkeep.base.Problem;
import upkeep.base.SourcePos;

/** Collects what is wrong with the specs. Confined to the thread that loads. */
final class Report {

    private final List<Problem> problems = new ArrayList<>();

    void error(SourcePos position, String message) {
        problems.add(Problem.error(position, message));
    }

    void error(SourcePos position, String message, String hint) {
        problems.add(Problem.error(position, message, hint));
    }

    void warning(SourcePos position, String message) {
        problems.add(Problem.warning(position, message));
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
