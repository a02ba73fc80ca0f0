package upkeep.systemd.dbus;

import java.io.Serial;

/** A call on the bus was answered by an error, or by nothing; {@code name} is the D-Bus error name. */
final class BusError extends Exception {

    /** Our own name for an answer that did not come in time; the bus itself uses it likewise. */
    static final String NO_REPLY = "org.freedesktop.DBus.Error.NoReply";

    /** The connection is gone. */
    static final String DISCONNECTED = "org.freedesktop.DBus.Error.Disconnected";

    /** Nobody owns the name that was called. */
    static final String NAME_HAS_NO_OWNER = "org.freedesktop.DBus.Error.NameHasNoOwner";

    /** There is no such object. */
    static final String UNKNOWN_OBJECT = "org.freedesktop.DBus.Error.UnknownObject";

    @Serial
    private static final long serialVersionUID = 1;

    private final String name;

    BusError(String name, String message) {
        super(message);
        this.name = name;
    }

    String name() {
        return name;
    }

    boolean is(String other) {
        return name.equals(other);
    }

    /** The last part of the name: {@code NoSuchUnit}. */
    String shortName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
