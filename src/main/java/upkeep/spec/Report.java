package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    void addAll(Report other) {
        problems.addAll(other.problems);
    }

    void add(Problem problem) {
        problems.add(problem);
    }

    /**
     * Takes over what was found in reading the same again for something else, but for what is known to be wrong at that
     * place already.
     */
    void addNew(Report again) {
        Set<SourcePos> known = problems.stream().map(Problem::position).collect(Collectors.toSet());
        again.problems.stream()
                .filter(problem -> !known.contains(problem.position()))
                .forEach(problems::add);
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
