package upkeep.control;

import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.interfaces.DBusInterface;

/** {@code org.upkeep1.Heartbeats} as it is on the bus; as {@link ManagerInterface} otherwise. */
@DBusInterfaceName("org.upkeep1.Heartbeats")
public interface HeartbeatsInterface extends DBusInterface {

    /** A run of a job begins. */
    @DBusMemberName("Begin")
    Reply<Integer, String, String> begin(String name);

    /** It has ended with an exit status, after so many seconds; less than none if that is not known. */
    @DBusMemberName("End")
    Reply<Integer, String, String> end(String name, int status, double seconds, String note);
}
