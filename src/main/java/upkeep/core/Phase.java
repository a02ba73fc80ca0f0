package upkeep.core;

/** Where a unit is in its life, from systemd's ActiveState and SubState. */
public enum Phase {
    /** Not looked at yet. */
    UNSEEN,
    UP,
    STARTING,
    STOPPING,
    DOWN,
    /** systemd has given up. */
    FAILED,
    /** systemd waits before it restarts the unit by its own policy. */
    BACKING_OFF;

    /** The phase a status shows; a reload counts as up. */
    public static Phase of(UnitStatus status) {
        if (status.subState().startsWith("auto-restart") || status.subState().endsWith("-before-auto-restart")) {
            return BACKING_OFF;
        }
        return switch (status.activeState()) {
            case "active", "reloading", "refreshing" -> UP;
            case "activating" -> STARTING;
            case "deactivating" -> STOPPING;
            case "failed" -> FAILED;
            default -> DOWN;
        };
    }

    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
