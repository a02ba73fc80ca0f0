package upkeep.control;

import java.util.List;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt64;

/** {@code org.upkeep1.Alerts} as it is on the bus; as {@link ManagerInterface} otherwise. */
@DBusInterfaceName("org.upkeep1.Alerts")
public interface AlertsInterface extends DBusInterface {

    @DBusMemberName("Alerts")
    Reply<Integer, String, String> alerts(boolean json);

    /** What is empty fits all. */
    @DBusMemberName("Silence")
    Reply<Integer, String, String> silence(
            List<String> subjects, String target, String severity, String duration, String reason);

    @DBusMemberName("Unsilence")
    Reply<Integer, String, String> unsilence(UInt64 number);

    @DBusMemberName("Acknowledge")
    Reply<Integer, String, String> acknowledge(String name, String duration, String reason);

    /** An empty name stands for each receiver. */
    @DBusMemberName("Test")
    Reply<Integer, String, String> test(String receiver);
}
