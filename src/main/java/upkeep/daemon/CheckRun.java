package upkeep.daemon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import upkeep.base.Humane;
import upkeep.control.Answer;
import upkeep.core.Observation;
import upkeep.probe.Probers;
import upkeep.probe.run.Memory;
import upkeep.probe.run.Trace;
import upkeep.spec.Check;

/** Runs checks once, for {@code upkeep check}: says what was found, and with {@code --debug} every step on the way. */
final class CheckRun {

    private static final int MOST_STEPS = 2_000;

    private CheckRun() {}

    static Answer run(Probers probers, Memory memory, List<Check> checks, boolean debug, boolean json) {
        StringBuilder out = new StringBuilder();
        List<String> objects = new ArrayList<>();
        boolean failed = false;
        for (Check check : checks) {
            List<Trace.Step> steps = Collections.synchronizedList(new ArrayList<>());
            Trace trace = debug ? Trace.to(step -> keep(steps, step)) : Trace.NONE;
            // Whoever looks must not take anything away from the next look that counts.
            Observation observation =
                    probers.probe(check, Memory.above(memory), check.timeout().toDuration(), trace);
            failed |= !(observation instanceof Observation.Passed);
            List<Trace.Step> seen = List.copyOf(steps);
            if (json) {
                objects.add(CheckJson.text(check, observation, seen));
            } else {
                text(out, check, observation, seen, debug);
            }
        }
        String text = json ? "[" + String.join(",", objects) + "]\n" : out.toString();
        return new Answer(failed ? 1 : 0, text, "");
    }

    private static void keep(List<Trace.Step> steps, Trace.Step step) {
        if (steps.size() < MOST_STEPS) {
            steps.add(step);
        }
    }

    private static void text(
            StringBuilder out, Check check, Observation observation, List<Trace.Step> steps, boolean debug) {
        if (debug) {
            settings(out, check);
            for (Trace.Step step : steps) {
                out.append(String.format(Locale.ROOT, "  %10.3f ms  %s%n", step.microseconds() / 1e3, step.what()));
                step.lines()
                        .forEach(line ->
                                out.append("                 | ").append(line).append('\n'));
            }
        }
        out.append(check.id())
                .append(": ")
                .append(word(observation))
                .append(": ")
                .append(observation.text());
        out.append('\n');
        if (debug) {
            out.append("  depth: ")
                    .append(observation.depth().name().toLowerCase(Locale.ROOT))
                    .append('\n');
            for (Map.Entry<String, Double> measured : observation.measurements().entrySet()) {
                out.append(String.format(Locale.ROOT, "  %s: %s%n", measured.getKey(), number(measured.getValue())));
            }
        }
    }

    private static void settings(StringBuilder out, Check check) {
        Duration bound = check.detectionBound().toDuration();
        out.append(check.id()).append(": ").append(check.target().kind()).append(' ');
        out.append(check.target().text()).append('\n');
        out.append("  every ")
                .append(check.timing().cadence())
                .append(", timeout ")
                .append(check.timeout());
        if (check.retries().count() > 0) {
            out.append(", retries ")
                    .append(check.retries().count())
                    .append(" after ")
                    .append(check.retries().after());
        }
        out.append(", failures ")
                .append(check.failures())
                .append(", successes ")
                .append(check.successes());
        out.append("; a fault is seen within ").append(Humane.duration(bound)).append('\n');
    }

    static String word(Observation observation) {
        return switch (observation) {
            case Observation.Passed passed -> "passed";
            case Observation.Failed failed ->
                "failed (" + failed.kind().name().toLowerCase(Locale.ROOT).replace('_', '-') + ")";
            case Observation.Unknown unknown -> "unknown";
        };
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.6f", value);
    }
}
