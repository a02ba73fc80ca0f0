package upkeep.probe.program;

import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.target.NagiosTarget;

/**
 * Runs a plug-in and takes its word for it. The contract is that of the Monitoring Plugins Development Guidelines: exit
 * status 0 is OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN; the first line is for people, and performance data follow a bar.
 */
public final class NagiosProber implements Prober<NagiosTarget> {

    private final Programs programs;

    public NagiosProber(Programs programs) {
        this.programs = programs;
    }

    @Override
    public Observation probe(NagiosTarget target, Deadline deadline, Findings findings) throws Stop {
        Programs.Result result = programs.run(target.command(), target.runAs(), false, deadline, findings.asked());
        PerformanceData data = PerformanceData.of(result.output());
        String program = target.command().getFirst();
        findings.reached(Depth.VALUE);
        data.measurements().forEach(findings::measure);
        findings.measure("status", result.status());
        findings.measure("total", deadline.elapsedNanos() / 1e9);
        findings.found("output", data.text());
        ProgramProber.search(result.output(), findings);
        findings.steps()
                .add(
                        () -> "ended with status " + result.status(),
                        () -> data.measurements().entrySet().stream()
                                .map(measured -> measured.getKey() + " = " + measured.getValue())
                                .toList());
        String said = Words.printable(data.text(), 500);
        return switch (result.status()) {
            case 0 -> findings.passed(said);
            case 1 -> findings.passed(said.startsWith("WARN") ? said : "warning: " + said);
            case 2 -> throw new Stop.Sick(FailureKind.EXIT, said);
            case 3 -> throw new Stop.Unasked(program + " cannot tell: " + said);
            default ->
                throw new Stop.Unasked(program + " is no plug-in, or is broken: it ended with status " + result.status()
                        + ": " + said);
        };
    }
}
