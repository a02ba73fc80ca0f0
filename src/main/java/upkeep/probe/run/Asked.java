package upkeep.probe.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import upkeep.rule.ContentTest;
import upkeep.rule.Rule;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.SupervisionRule;

/** What a check wants of a probe beyond its target, and what it remembers. Most probes want to know nothing of it. */
public record Asked(CheckId check, Memory memory, List<Rule> rules) {

    public Asked {
        rules = List.copyOf(rules);
    }

    public static Asked by(Check check, Memory memory) {
        return new Asked(
                check.id(),
                memory,
                check.rules().stream().map(SupervisionRule::rule).toList());
    }

    /** For a target alone, without rules, of which nothing is remembered. */
    public static Asked nothing() {
        return new Asked(new CheckId("target"), Memory.soft(), List.of());
    }

    /** What its rules search for in what a file or a program says. */
    public List<ContentTest> contents() {
        return rules.stream()
                .flatMap(rule -> rule.contentTests().stream())
                .distinct()
                .toList();
    }

    /** The measurements that its rules look at. */
    public Set<String> metrics() {
        return rules.stream().flatMap(rule -> rule.metrics().stream()).collect(Collectors.toSet());
    }

    public Optional<String> remembered(String key) {
        return memory.get(check, key);
    }

    public void remember(String key, String text) {
        memory.put(check, key, text);
    }
}
