package upkeep.control;

import java.util.Map;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.Variant;

/** The one method of polkit's authority that is needed; see the polkit D-Bus API reference. */
@DBusInterfaceName("org.freedesktop.PolicyKit1.Authority")
public interface PolicyKit extends DBusInterface {

    String BUS_NAME = "org.freedesktop.PolicyKit1";
    String PATH = "/org/freedesktop/PolicyKit1/Authority";

    @DBusMemberName("CheckAuthorization")
    Result checkAuthorization(
            Subject subject, String action, Map<String, String> details, UInt32 flags, String cancellation);

    /** Who asks: kind {@code system-bus-name}, with the unique name. */
    final class Subject extends Struct {
        @Position(0)
        public final String kind;

        @Position(1)
        public final Map<String, Variant<?>> details;

        public Subject(String kind, Map<String, Variant<?>> details) {
            this.kind = kind;
            this.details = details;
        }
    }

    /** What polkit says. A challenge means that it would ask for a password, which upkeepd does not let it. */
    final class Result extends Struct {
        @Position(0)
        public final boolean authorized;

        @Position(1)
        public final boolean challenge;

        @Position(2)
        public final Map<String, String> details;

        public Result(boolean authorized, boolean challenge, Map<String, String> details) {
            this.authorized = authorized;
            this.challenge = challenge;
            this.details = details;
        }
    }
}
