package upkeep.core;

/** What a service's probes say, all taken together. */
public enum Health {
    /** Nothing is probed, or nothing can be, since the unit is not up. */
    NONE,
    /** No probe has passed since the start, and there is still time. */
    STARTING,
    OK,
    /** Alive, but the readiness probe fails. */
    NOT_READY,
    /** Some failures, not yet enough; or some passes after it was dead, not yet enough. */
    SUSPECT,
    /** A check failed as often as it takes. */
    DEAD,
    /** The probe could not be run: no verdict, and never taken for a failure. */
    UNKNOWN;

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
