package upkeep.control;

import java.util.List;
import java.util.Locale;
import upkeep.base.Humane;
import upkeep.core.Observation;
import upkeep.core.RuleLook;
import upkeep.core.RuleLook.Standing;
import upkeep.spec.Check;

/** Reports for people. Pure. */
final class CheckReportText {

    private CheckReportText() {}

    /** A line each, and the rules that hold or cannot be judged; with steps, everything. */
    static String of(List<CheckReport> reports, boolean withSteps) {
        StringBuilder out = new StringBuilder();
        for (CheckReport report : reports) {
            if (withSteps) {
                settings(out, report.check());
                report.steps().forEach(step -> step(out, step));
            }
            out.append(report.id()).append(": ").append(result(report.observation()));
            out.append(": ").append(Table.plain(report.observation().text())).append('\n');
            report.rules().stream()
                    .filter(rule -> withSteps || rule.standing() != Standing.HOLDS_NOT)
                    .forEach(rule -> rule(out, rule));
            if (withSteps) {
                found(out, report);
            }
        }
        return out.toString();
    }

    private static void settings(StringBuilder out, Check check) {
        out.append(check.id()).append(": ").append(check.target().kind()).append(' ');
        out.append(Table.plain(check.target().text())).append('\n');
        out.append("  every ").append(check.timing().cadence());
        out.append(", timeout ").append(check.timeout());
        if (check.retries().count() > 0) {
            out.append(", retries ").append(check.retries().count());
            out.append(" after ").append(check.retries().after());
        }
        out.append(", failures ").append(check.failures());
        out.append(", successes ").append(check.successes());
        out.append("; a fault is seen within ").append(Humane.duration(check.detectionBound()));
        out.append('\n');
    }

    private static void step(StringBuilder out, CheckReport.Step step) {
        out.append(String.format(Locale.ROOT, "  %10.3f ms  %s%n", step.microseconds() / 1e3, step.what()));
        step.lines()
                .forEach(line ->
                        out.append(" ".repeat(17)).append("| ").append(line).append('\n'));
    }

    private static String result(Observation observation) {
        return switch (observation) {
            case Observation.Passed _ -> "passed";
            case Observation.Failed failed -> "failed (" + CheckReport.word(failed.kind()) + ")";
            case Observation.Unknown _ -> "unknown";
        };
    }

    private static void rule(StringBuilder out, RuleLook rule) {
        String standing = switch (rule.standing()) {
            case HOLDS -> "holds";
            case HOLDS_NOT -> "does not hold";
            case UNKNOWN -> "cannot be judged";
        };
        out.append("  rule \"").append(Table.plain(rule.rule())).append("\" ").append(standing);
        out.append(": ").append(Table.plain(rule.text())).append('\n');
    }

    private static void found(StringBuilder out, CheckReport report) {
        out.append("  depth: ").append(report.depth()).append('\n');
        report.observation()
                .measurements()
                .forEach((name, value) -> out.append("  ")
                        .append(name)
                        .append(": ")
                        .append(number(value))
                        .append('\n'));
        report.observation()
                .texts()
                .forEach((name, text) -> out.append("  ")
                        .append(name)
                        .append(": ")
                        .append(Table.plain(text))
                        .append('\n'));
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value);
    }
}
