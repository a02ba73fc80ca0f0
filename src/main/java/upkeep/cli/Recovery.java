package upkeep.cli;

import java.util.stream.Collectors;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Check;
import upkeep.spec.Service;

/**
 * What a probe's settings promise, in words.
 *
 * @param check the probe
 * @param consequence what is done by then
 */
record Recovery(Check check, String consequence) {

    static Recovery of(Service service, Check check) {
        String done = check.otherwise().stream()
                .map(reaction -> switch (reaction) {
                    case Check.Reaction.Alert _ -> "an alert raised";
                    case Check.Reaction.Restart restart -> "a restart" + unit(restart.unit(), service) + " ordered";
                    case Check.Reaction.Start start -> "a start" + unit(start.unit(), service) + " ordered";
                    case Check.Reaction.Stop stop -> "a stop" + unit(stop.unit(), service) + " ordered";
                    case Check.Reaction.Reload reload -> "a reload" + unit(reload.unit(), service) + " ordered";
                    case Check.Reaction.Hold _ -> "supervision held";
                    case Check.Reaction.Exec exec -> exec.program().command().getFirst() + " run";
                })
                .distinct()
                .collect(Collectors.joining(" and "));
        return new Recovery(check, done.isEmpty() ? "the service counted as not ready" : done);
    }

    private static String unit(java.util.Optional<UnitName> unit, Service service) {
        return unit.filter(other -> !other.equals(service.unit()))
                .map(other -> " of " + other)
                .orElse("");
    }

    /** The promise and the sum behind it; the terms are those of {@link Check#detectionBound}. */
    String text() {
        TimeSpan longest = check.longestProbe();
        if (check.detectionBound().isInfinite()) {
            return check.id() + " (" + check.target().kind() + " "
                    + check.target().text() + "): a hang is seen and "
                    + consequence + " after " + check.failures() + " failed probes, which come at "
                    + check.timing().cadence()
                    + (check.timing().never().isEmpty()
                            ? ""
                            : ", but not at " + check.timing().never());
        }
        String sum = check.timing().cadence() + " until the next probe begins";
        if (check.failures() > 1) {
            boolean hangs = longest.compareTo(check.suspectEvery()) >= 0;
            sum += " + " + (check.failures() - 1) + " x "
                    + (hangs ? longest + " for each failed probe" : check.suspectEvery() + " between failed probes");
        }
        sum += " + " + longest + " for the last one to give up";
        if (check.retries().count() > 0) {
            sum += ", each with " + check.retries().tries() + " tries of " + check.timeout() + ", "
                    + check.retries().after() + " apart";
        }
        return check.id() + " (" + check.target().kind() + " " + check.target().text() + "): a hang is seen and "
                + consequence + " within " + check.detectionBound() + "\n  = " + sum;
    }
}
