package upkeep.core;

import java.util.Optional;
import upkeep.base.UnitName;

/**
 * A unit as systemd shows it at one moment, in systemd's own words (org.freedesktop.systemd1(5)).
 *
 * @param loadState {@code loaded}, {@code not-found}, {@code masked}, …
 * @param activeState {@code active}, {@code inactive}, {@code failed}, {@code activating}, {@code deactivating},
 *     {@code reloading}
 * @param subState the unit type's own state, {@code running}, {@code auto-restart}, …
 * @param result why the last run ended: {@code success}, {@code exit-code}, {@code signal}, {@code watchdog}, …; of a unit
 *     that is inactive because a condition of its own was against the last start, {@code condition}
 * @param exit how the main process ended; absent while it has not
 * @param restarts NRestarts, systemd's count of its own restarts
 * @param mainPid 0 if there is none
 * @param job the queued job's number, 0 if there is none
 * @param invocation the id of this run, in hexadecimal; empty before the first
 * @param needDaemonReload whether the file on disk is newer than what systemd loaded
 * @param activeSince when the unit last became active, in microseconds of the monotonic clock; 0 if it never did
 * @param activeUntil when the unit last ceased to be active, in the same measure; 0 if it never did
 * @param inactiveSince when the unit last came to be inactive or failed, in the same measure, were it only for the moment in which systemd
 *     stops what is bound to it before it restarts it itself; 0 if it never did
 * @param trigger the timer, socket or path unit that caused the last start (ActivationDetails); absent if none did
 * @param oneshot whether the unit is inactive once it has done its work (Type=oneshot without RemainAfterExit=)
 * @param bonds the units whose fate can become this one's
 * @param frozen whether its processes are kept from running (FreezerState), by {@code systemctl freeze} of it or of its slice
 */
public record UnitStatus(
        UnitName unit,
        String loadState,
        String activeState,
        String subState,
        String result,
        Optional<Exit> exit,
        long restarts,
        long mainPid,
        long job,
        String invocation,
        boolean needDaemonReload,
        long activeSince,
        long activeUntil,
        long inactiveSince,
        Optional<UnitName> trigger,
        boolean oneshot,
        Bonds bonds,
        boolean frozen) {

    /** Whether it is a oneshot that has nothing to reproach itself with. */
    boolean hasDoneItsWork() {
        boolean well = result.equals("success") || result.equals("condition");
        return oneshot && Phase.of(this) == Phase.DOWN && well;
    }

    /** A unit that systemd has not loaded, or has forgotten. */
    public static UnitStatus absent(UnitName unit) {
        return new UnitStatus(
                unit,
                "not-found",
                "inactive",
                "dead",
                "success",
                Optional.empty(),
                0,
                0,
                0,
                "",
                false,
                0,
                0,
                0,
                Optional.empty(),
                false,
                Bonds.NONE,
                false);
    }

    public boolean isMasked() {
        return loadState.equals("masked");
    }

    /** How a process ended: by its own exit status, or by a signal. */
    public sealed interface Exit {
        record Status(int code) implements Exit {}

        record Signal(int number, boolean dumpedCore) implements Exit {}
    }
}
