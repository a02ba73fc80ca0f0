package upkeep.systemd.dbus;

import java.util.Optional;
import upkeep.base.UnitName;

/** Where a call goes: the object and the interface. */
record Target(String destination, String path, String type) {

    static final String SYSTEMD = "org.freedesktop.systemd1";
    static final String LOGIND = "org.freedesktop.login1";
    static final String BUS_NAME = "org.freedesktop.DBus";
    static final String PROPERTIES_TYPE = "org.freedesktop.DBus.Properties";
    static final String UNIT_TYPE = "org.freedesktop.systemd1.Unit";
    static final String MANAGER_TYPE = "org.freedesktop.systemd1.Manager";
    static final String MANAGER_PATH = "/org/freedesktop/systemd1";
    static final String UNIT_PATH = MANAGER_PATH + "/unit";
    static final String LOGIND_TYPE = "org.freedesktop.login1.Manager";

    static final Target BUS = new Target(BUS_NAME, "/org/freedesktop/DBus", BUS_NAME);
    static final Target MANAGER = new Target(SYSTEMD, MANAGER_PATH, MANAGER_TYPE);
    static final Target MANAGER_PROPERTIES = new Target(SYSTEMD, MANAGER_PATH, PROPERTIES_TYPE);

    static Target unit(String path) {
        return new Target(SYSTEMD, path, UNIT_TYPE);
    }

    static Target unitProperties(String path) {
        return new Target(SYSTEMD, path, PROPERTIES_TYPE);
    }

    /** The interface of the unit's type, which has its result and what it uses; some types have none. */
    static Optional<String> typeInterface(UnitName unit) {
        return switch (unit.type()) {
            case "target", "slice", "device" -> Optional.empty();
            case String type -> Optional.of(SYSTEMD + "." + Character.toUpperCase(type.charAt(0)) + type.substring(1));
        };
    }
}
