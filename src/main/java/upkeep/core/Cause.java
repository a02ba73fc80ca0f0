package upkeep.core;

import java.util.Locale;

/** Who or what brought a unit into its state; field {@code cause} of the ledger's entries. */
public enum Cause {
    /** upkeepd, by a rule of its own. */
    POLICY,
    /** systemd, by the unit's {@code Restart=}. */
    SYSTEMD,
    /** A person or their script, through systemd. */
    OPERATOR,
    /** A person or their script, who sent the process a signal through systemd. */
    KILL,
    /** systemd, together with a unit that this one hangs on. */
    DEPENDENCY,
    /** A timer, socket or path unit. */
    TRIGGER,
    /** A package's scripts. */
    PACKAGE,
    /** The kernel, for want of memory. */
    OUT_OF_MEMORY,
    /** systemd, since no WATCHDOG=1 came in time, or upkeep-gate told of a service that is dead. */
    WATCHDOG,
    /** systemd, since too many starts were asked of it. */
    START_LIMIT,
    /** systemd, since a start or stop took too long. */
    TIMEOUT,
    /** The process, by a signal nobody is known to have asked for. */
    CRASH,
    /** The process, by its own end. */
    EXIT,
    UNKNOWN;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
