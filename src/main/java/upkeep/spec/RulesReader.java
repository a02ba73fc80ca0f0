package upkeep.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.base.Problem;
import upkeep.rule.Mistake;
import upkeep.rule.Parsed;
import upkeep.rule.Rule;
import upkeep.spec.Check.Reaction;
import upkeep.spec.CheckId.Role;
import upkeep.target.Target;

/** Reads rules over measurements. */
final class RulesReader {

    /** What is measured of every unit, by the name a rule calls it. */
    private static final List<String> OF_UNITS = List.of(
            "state",
            "sub-state",
            "result",
            "exit-status",
            "health",
            "failed",
            "uptime",
            "restarts",
            "memory",
            "memory-percent",
            "cpu",
            "tasks",
            "io.read",
            "io.write",
            "fds");

    /** What every check has beside its measurements. */
    private static final List<String> OF_CHECKS = List.of("failed", "value");

    /** What is searched where it is, and is no measurement. */
    private static final String CONTENT = "content";

    private final Fields owner;
    private final Report report;
    private final ReactionReader reactions;
    private boolean measuresMore;

    RulesReader(Fields owner, ReactionReader reactions) {
        this.owner = owner;
        this.report = owner.report();
        this.reactions = reactions;
    }

    /** What rules of a service can be about; the probes' measurements are called {@code liveness.status}, for instance. */
    static List<String> metrics(Probes probes) {
        List<String> metrics = new ArrayList<>(OF_UNITS);
        add(metrics, Role.STARTUP, probes.startup());
        add(metrics, Role.LIVENESS, probes.liveness());
        add(metrics, Role.READINESS, probes.readiness());
        return metrics;
    }

    private static void add(List<String> metrics, Role role, Optional<Check> probe) {
        probe.ifPresent(
                check -> Stream.of(check.target().measurements(), check.target().texts(), ofTries(check.retries()))
                        .flatMap(List::stream)
                        .forEach(measured -> metrics.add(role.word() + "." + measured)));
    }

    /** How many tries there were is told where there can be several. */
    private static List<String> ofTries(Retries retries) {
        return retries.count() == 0 ? List.of() : List.of("tries");
    }

    /** What rules of a check can be about. */
    private static List<String> metrics(Target target, Retries retries) {
        return Stream.of(
                        OF_CHECKS,
                        target.measurements(),
                        target.texts(),
                        ofTries(retries),
                        target.hasContent() ? List.of(CONTENT) : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }

    /** The rules of a check that looks at a target; without one, none is right. */
    List<SupervisionRule> read(Optional<Target> target, Retries retries) {
        measuresMore = target.isPresent() && target.get().measuresMore();
        return read(target.map(found -> metrics(found, retries)).orElse(List.of()));
    }

    List<SupervisionRule> read(Collection<String> metrics) {
        List<SupervisionRule> rules = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (Node node : owner.nodes(RuleKeys.RULES)) {
            List<Service.Setting> said = new ArrayList<>();
            Fields fields = Fields.of(new Node.Entry("rules", node.position(), node), RuleKeys.RULE, report, said);
            rule(node, fields, metrics).ifPresent(rule -> {
                rules.add(rule);
                shown.add("if " + rule.rule() + ", then: " + said.getLast().value());
            });
        }
        if (owner.has(RuleKeys.RULES)) {
            owner.note(RuleKeys.RULES, String.join("; ", shown));
        }
        return rules;
    }

    private Optional<SupervisionRule> rule(Node node, Fields fields, Collection<String> metrics) {
        for (Key<?> key : List.of(RuleKeys.IF, RuleKeys.THEN)) {
            if (fields.lacks(key)) {
                report.error(
                        node.position(),
                        "cannot use the rule: " + key.name() + " is missing",
                        "write {if: CONDITION, then: ACTION}");
            }
        }
        Optional<Rule> rule = condition(fields, metrics);
        List<Reaction> then = fields.has(RuleKeys.THEN) ? reactions.read(fields, RuleKeys.THEN) : List.of();
        return then.isEmpty() ? Optional.empty() : rule.map(read -> new SupervisionRule(node.position(), read, then));
    }

    private Optional<Rule> condition(Fields fields, Collection<String> metrics) {
        Optional<Node.Scalar> condition = text(fields, RuleKeys.IF);
        Optional<Node.Scalar> clear = text(fields, RuleKeys.CLEAR);
        if (condition.isEmpty()) {
            return Optional.empty();
        }
        String text = condition.get().text();
        Optional<String> ending = clear.map(Node.Scalar::text);
        return switch (measuresMore ? Rule.parse(text, ending) : Rule.parse(text, ending, metrics)) {
            case Parsed.Read read
            when read.rule().metrics().contains(CONTENT) -> {
                report.error(
                        condition.get().position(),
                        "cannot compare the content: it is only searched",
                        "write content contains \"text\" or content matches \"pattern\"");
                yield Optional.empty();
            }
            case Parsed.Read read -> Optional.of(read.rule());
            case Parsed.Refused refused -> {
                refused.mistakes().forEach(mistake -> tell(mistake, condition.get(), clear));
                yield Optional.empty();
            }
        };
    }

    private Optional<Node.Scalar> text(Fields fields, Key<Form.Value<String>> key) {
        return fields.entry(key)
                .filter(entry -> fields.scalar(
                                key.name(), entry.value(), key.form().kind())
                        .isPresent())
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(Node.Scalar.class::cast);
    }

    private void tell(Mistake mistake, Node.Scalar condition, Optional<Node.Scalar> clear) {
        Node.Scalar text = switch (mistake.part()) {
            case CONDITION -> condition;
            case CLEAR -> clear.orElse(condition);
        };
        report.add(new Problem(
                Problem.Severity.ERROR, text.positionOf(mistake.offset()), mistake.message(), mistake.hint()));
    }
}
