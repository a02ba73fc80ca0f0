package upkeep.systemd.dbus;

import upkeep.systemd.ManagerException;

/** Errors of systemd and the bus in the operator's words. */
final class Refusals {

    static final String ACCESS_DENIED = "org.freedesktop.DBus.Error.AccessDenied";
    private static final String INTERACTIVE = "org.freedesktop.DBus.Error.InteractiveAuthorizationRequired";
    static final String NO_SUCH_UNIT = "org.freedesktop.systemd1.NoSuchUnit";

    private Refusals() {}

    /** What stands for "cannot {@code what}: why", with a hint where there is one. */
    static ManagerException explain(String what, BusError error) {
        String why = switch (error.name()) {
            case ACCESS_DENIED, INTERACTIVE ->
                "polkit does not allow it (" + error.getMessage() + "). Hint: run 'upkeep apply' as root, which"
                        + " writes the rule that does";
            case NO_SUCH_UNIT -> error.getMessage() + " Hint: was it removed? 'upkeep plan' shows what is missing";
            case "org.freedesktop.systemd1.UnitMasked" ->
                error.getMessage() + " Hint: 'systemctl unmask' takes the mask off";
            case "org.freedesktop.systemd1.TransactionIsDestructive" ->
                "another job is in the way, the machine may be shutting down (" + error.getMessage() + ")";
            case "org.freedesktop.DBus.Error.ServiceUnknown", BusError.NAME_HAS_NO_OWNER ->
                "systemd is not on the bus (" + error.getMessage() + ")";
            default -> error.getMessage();
        };
        return new ManagerException("cannot " + what + ": " + why, error);
    }
}
