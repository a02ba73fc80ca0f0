package upkeep.probe.program;

import java.util.stream.Collectors;
import upkeep.base.Digest;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.ProgramTarget;
import upkeep.target.StatusRange;

/** Runs a program, and judges its exit status. */
public final class ProgramProber implements Prober<ProgramTarget> {

    private static final int LONGEST_VALUE = 200;

    private final Programs programs;

    public ProgramProber(Programs programs) {
        this.programs = programs;
    }

    @Override
    public Observation probe(ProgramTarget target, Deadline deadline, Findings findings) throws Stop {
        Programs.Result result = programs.run(target.command(), target.runAs(), true, deadline, findings.asked());
        String output = result.output().strip();
        findings.reached(Depth.VALUE);
        findings.measure("status", result.status());
        findings.measure("total", deadline.elapsedNanos() / 1e9);
        findings.found("output", output);
        findings.found("value", value(output));
        search(result.output(), findings);
        findings.steps()
                .add(
                        () -> "ended with status " + result.status(),
                        () -> output.lines()
                                .limit(50)
                                .map(line -> Words.printable(line, 200))
                                .toList());
        String said = target.command().getFirst() + " ended with status " + result.status() + first(output);
        if (target.status().stream().noneMatch(range -> range.contains(result.status()))) {
            throw new Stop.Sick(
                    FailureKind.EXIT,
                    said + "; wanted "
                            + target.status().stream()
                                    .map(StatusRange::toString)
                                    .collect(Collectors.joining(" or ")));
        }
        return findings.passed(said);
    }

    /** What {@code changed} looks at: the whole output, a long one by its digest. */
    private static String value(String output) {
        return output.length() <= LONGEST_VALUE
                ? output
                : "output with SHA-256 " + Digest.of(output).hex();
    }

    /** The first line, if there is one. */
    static String first(String output) {
        return output.lines()
                .findFirst()
                .map(line -> ": " + Words.printable(line, 200))
                .orElse("");
    }

    /** Searches the output as a whole, in which {@code ^} and {@code $} are the ends of a line. */
    static void search(String output, Findings findings) {
        findings.asked()
                .contents()
                .forEach(test -> test.isFoundIn(output)
                        .ifPresent(isFound -> findings.measure(test.measurement(), isFound ? 1 : 0)));
    }
}
