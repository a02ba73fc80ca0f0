package upkeep.probe.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import upkeep.rule.ContentTest;
import upkeep.spec.Check;
import upkeep.spec.CheckId;

/**
 * What a check wants of a probe beyond its target, and what it remembers.
 *
 * @param contents what its rules search for in what a file or a program says
 * @param metrics the measurements that its rules look at
 */
public record Asked(CheckId check, Memory memory, List<ContentTest> contents, Set<String> metrics) {

    public Asked {
        contents = List.copyOf(contents);
        metrics = Set.copyOf(metrics);
    }

    public static Asked by(Check check, Memory memory) {
        Set<String> metrics = new TreeSet<>();
        check.rules().forEach(rule -> metrics.addAll(rule.rule().metrics()));
        List<ContentTest> contents = check.rules().stream()
                .flatMap(rule -> rule.rule().contentTests().stream())
                .distinct()
                .toList();
        return new Asked(check.id(), memory, contents, metrics);
    }

    /** For a target alone, without rules, of which nothing is remembered. */
    public static Asked nothing() {
        return new Asked(new CheckId("target"), Memory.soft(), List.of(), Set.of());
    }

    public Optional<String> remembered(String key) {
        return memory.get(check, key);
    }

    public void remember(String key, String text) {
        memory.put(check, key, text);
    }
}
