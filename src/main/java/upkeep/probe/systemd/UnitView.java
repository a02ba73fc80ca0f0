package upkeep.probe.systemd;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import upkeep.base.Humane;
import upkeep.base.Moment;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.bus.BusValues;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Stop;

/**
 * A unit as systemd shows it, org.freedesktop.systemd1(5). Times are microseconds since boot, 0 for never.
 *
 * @param loadState {@code loaded}, {@code not-found}, {@code masked}, {@code bad-setting}, …
 * @param loadFault why it was not loaded; empty if it was
 * @param fileState as systemctl(1) is-enabled says it; empty if there is no unit file
 * @param result of its last run: {@code success}, {@code exit-code}, {@code timeout}, …; empty for a type that has none
 * @param ending how its main process ended last
 * @param isOneshot whether it is done once its process has ended well
 * @param wasSkipped whether a condition of it was not met when it was last to be started
 * @param began when it last left rest
 * @param activeSince when it last became active
 * @param ended when it last came to rest
 */
record UnitView(
        String loadState,
        String loadFault,
        String activeState,
        String subState,
        String fileState,
        String result,
        Optional<Ending> ending,
        boolean isOneshot,
        boolean wasSkipped,
        long began,
        long activeSince,
        long ended) {

    /** What is asked for. */
    static final Set<String> PROPERTIES = Set.of(
            "LoadState",
            "LoadError",
            "ActiveState",
            "SubState",
            "UnitFileState",
            "Result",
            "ExecMainCode",
            "ExecMainStatus",
            "Type",
            "RemainAfterExit",
            "ConditionResult",
            "ConditionTimestampMonotonic",
            "InactiveExitTimestampMonotonic",
            "ActiveEnterTimestampMonotonic",
            "InactiveEnterTimestampMonotonic");

    /** Values of {@code si_code} for a child, waitid(2). */
    private static final int CLD_EXITED = 1;

    private static final int CLD_DUMPED = 3;

    /** As far as nanoseconds can count, in microseconds. */
    static final long LATEST = Long.MAX_VALUE / 1_000;

    /** What systemctl(1) is-active takes for active. */
    private static final Set<String> UP = Set.of("active", "reloading", "refreshing");

    /** What systemctl(1) is-enabled answers with success. */
    private static final Set<String> ENABLED =
            Set.of("enabled", "enabled-runtime", "static", "alias", "indirect", "generated");

    /**
     * How a process ended.
     *
     * @param status an exit status, or the number of a signal
     */
    record Ending(boolean bySignal, long status) {
        String text() {
            return (bySignal ? "signal " : "exit status ") + status;
        }
    }

    static UnitView of(BusValues values) {
        String result = values.text("Result");
        return new UnitView(
                values.text("LoadState"),
                BusValues.text(values.list("LoadError"), 1).orElse(""),
                values.text("ActiveState"),
                values.text("SubState"),
                values.text("UnitFileState"),
                result,
                ending(values),
                values.text("Type").equals("oneshot") && !values.isTrue("RemainAfterExit"),
                !values.isTrue("ConditionResult") && time(values, "Condition") > 0,
                time(values, "InactiveExit"),
                time(values, "ActiveEnter"),
                time(values, "InactiveEnter"));
    }

    private static long time(BusValues values, String event) {
        return Math.min(values.number(event + "TimestampMonotonic").orElse(0), LATEST);
    }

    private static Optional<Ending> ending(BusValues values) {
        long code = values.number("ExecMainCode").orElse(0);
        return code < CLD_EXITED || code > CLD_DUMPED
                ? Optional.empty()
                : Optional.of(new Ending(
                        code != CLD_EXITED, values.number("ExecMainStatus").orElse(0)));
    }

    boolean isThere() {
        return !loadState.equals("not-found");
    }

    boolean isLoaded() {
        return loadState.equals("loaded") || loadState.equals("merged");
    }

    /** Active, or active and taking over another configuration. */
    boolean isUp() {
        return UP.contains(activeState);
    }

    boolean hasFailed() {
        return activeState.equals("failed");
    }

    /** Whether it does something at present, or waits for something to do. */
    boolean isAtWork() {
        return switch (activeState) {
            case "inactive", "failed" -> false;
            default -> !subState.equals("exited");
        };
    }

    boolean isEnabled() {
        return ENABLED.contains(fileState);
    }

    /** How long the last run took, or, of one that is not over, how long it takes already; absent before the first. */
    Optional<Duration> run(Moment now) {
        if (began == 0) {
            return Optional.empty();
        }
        if (isAtWork()) {
            return Optional.of(since(began, now));
        }
        long end = isUp() ? activeSince : ended;
        return end < began ? Optional.empty() : Optional.of(Duration.ofNanos(1_000 * (end - began)));
    }

    /** The time since one of the moments of this unit. */
    static Duration since(long microseconds, Moment now) {
        return Duration.ofNanos(Math.max(0, now.monotonicNanos() - 1_000 * microseconds));
    }

    /** {@code active (running)}. */
    String state() {
        return activeState + " (" + subState + ")";
    }

    /** How the last run ended: {@code exit-code, exit status 3}. */
    String outcome() {
        return ending.filter(_ -> result.equals("exit-code") || result.equals("signal") || result.equals("core-dump"))
                .map(ending -> result + ", " + ending.text())
                .orElse(result);
    }

    /** {@code failed: exit-code, exit status 3, 5 min ago}. */
    String failure(Moment now) {
        return "failed" + (result.isEmpty() ? "" : ": " + outcome())
                + (ended == 0 ? "" : ", " + Humane.duration(since(ended, now)) + " ago");
    }

    void describe(Findings findings) {
        findings.found("state", activeState);
        findings.found("sub-state", subState);
        if (!fileState.isEmpty()) {
            findings.found("unit-file-state", fileState);
        }
    }

    /** Refuses a unit that is not to be had. */
    void expectLoaded(String name) throws Stop {
        if (!isThere()) {
            throw new Stop.Sick(FailureKind.MISSING, "there is no " + name);
        }
        if (!isLoaded()) {
            throw new Stop.Sick(
                    FailureKind.DOWN,
                    name + " is " + loadState
                            + (loadFault.isEmpty() || loadState.equals("masked") ? "" : ": " + loadFault));
        }
    }

    /** Refuses one that is enabled and should not be, or is not and should. */
    void expectEnabled(String name, Optional<Boolean> wanted) throws Stop {
        if (wanted.isPresent() && wanted.get() != isEnabled()) {
            throw new Stop.Sick(
                    FailureKind.DIFFERENT,
                    name + (fileState.isEmpty() ? " has no unit file that could be enabled" : " is " + fileState)
                            + ", wanted " + (wanted.get() ? "enabled" : "not enabled"));
        }
    }
}
