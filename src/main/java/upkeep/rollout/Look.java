package upkeep.rollout;

import java.util.List;
import java.util.Optional;

/**
 * How a service was found at one moment.
 *
 * @param phase of its unit
 * @param restarts how often systemd has restarted it by itself since it was last started by somebody
 * @param findings one for each probe
 * @param run the invocation id of its present or last run, empty if it is not known
 */
public record Look(Phase phase, long restarts, List<Finding> findings, String run) {

    /** What nothing is known of. */
    public static final Look NONE = new Look(Phase.STOPPED, 0, List.of(), "");

    public Look {
        findings = List.copyOf(findings);
    }

    /** The state of a unit, as far as it matters. */
    public enum Phase {
        UP,
        /** It starts, or waits to be restarted by systemd. */
        STARTING,
        FAILED,
        /** It is down, and systemd does not take that for a failure. */
        STOPPED
    }

    /**
     * What a probe said.
     *
     * @param check the probe: {@code web@2/readiness}
     * @param failures how often it must fail in a row to count
     */
    public record Finding(String check, int failures, Result result, String text) {}

    /** How a probe ended. {@code UNKNOWN}: it could not be made, and says nothing. */
    public enum Result {
        PASSED,
        FAILED,
        UNKNOWN
    }

    /** Whether requests can be sent to it. */
    public boolean isReady() {
        return phase == Phase.UP && trouble().isEmpty();
    }

    /** Whether it runs or is about to, and is not ready. */
    public boolean isOnItsWay() {
        return !isReady() && (phase == Phase.UP || phase == Phase.STARTING);
    }

    /** The first probe that did not pass. */
    Optional<Finding> trouble() {
        return findings.stream()
                .filter(finding -> finding.result() != Result.PASSED)
                .findFirst();
    }

    String text() {
        return switch (phase) {
            case UP -> trouble().map(it -> it.check() + ": " + it.text()).orElse("it is well");
            case STARTING -> "it is still starting";
            case FAILED -> "its unit has failed";
            case STOPPED -> "its unit is down";
        };
    }
}
