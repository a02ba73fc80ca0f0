package upkeep.control;

import java.util.List;
import org.freedesktop.dbus.annotations.DBusBoundProperty;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.DBusProperty.Access;
import org.freedesktop.dbus.annotations.PropertiesEmitsChangedSignal.EmitChangeSignal;
import org.freedesktop.dbus.interfaces.DBusInterface;

/**
 * {@code org.upkeep1.Manager} as it is on the bus. Texts come ready to be printed, so that a client needs to know nothing
 * of upkeep but this.
 */
@DBusInterfaceName("org.upkeep1.Manager")
public interface ManagerInterface extends DBusInterface {

    @DBusMemberName("Status")
    Reply<Integer, String, String> status(List<String> names, boolean json);

    /** The same of all as JSON, without what systemd would have to be asked for: cheap enough to be asked for every second. */
    @DBusMemberName("Glance")
    Reply<Integer, String, String> glance();

    @DBusMemberName("Why")
    Reply<Integer, String, String> why(String name, String at, boolean json);

    @DBusMemberName("Events")
    Reply<Integer, String, String> events(String name, org.freedesktop.dbus.types.UInt32 limit, boolean json);

    /** In the last time of that length; of all if no names are given. */
    @DBusMemberName("Availability")
    Reply<Integer, String, String> availability(List<String> names, String since, boolean json);

    /** The form is one of {@link CheckForm}, in lower case and with {@code -}. */
    @DBusMemberName("Check")
    Reply<Integer, String, String> check(String name, String form);

    @DBusMemberName("Hold")
    Reply<Integer, String, String> hold(String name, String duration, String reason);

    @DBusMemberName("Release")
    Reply<Integer, String, String> release(String name);

    /** As {@code Hold}, of everything on the machine. */
    @DBusMemberName("HandsOff")
    Reply<Integer, String, String> handsOff(String duration, String reason);

    @DBusMemberName("HandsOn")
    Reply<Integer, String, String> handsOn();

    @DBusMemberName("Accept")
    Reply<Integer, String, String> accept(String name);

    @DBusMemberName("Reload")
    Reply<Integer, String, String> reload();

    /** The version of upkeepd. */
    @DBusBoundProperty(name = "Version", access = Access.READ, emitChangeSignal = EmitChangeSignal.CONST)
    String getVersion();
}
