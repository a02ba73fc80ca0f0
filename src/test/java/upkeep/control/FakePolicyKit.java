package upkeep.control;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.connections.transports.AbstractTransport;
import org.freedesktop.dbus.connections.transports.TransportBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.Message;
import org.freedesktop.dbus.messages.MethodCall;
import org.freedesktop.dbus.types.UInt32;

/**
 * polkit's authority, message by message, since dbus-java cannot export a method that returns a structure with a map in
 * it. Lets :1.77 operate the service web, and nobody anything else.
 */
final class FakePolicyKit implements AutoCloseable {

    private final AbstractTransport transport;

    FakePolicyKit(String address) throws Exception {
        transport = TransportBuilder.create(address).build();
        if (!transport.isConnected()) {
            transport.connect();
        }
        call("Hello", null);
        call("RequestName", "su", PolicyKit.BUS_NAME, new UInt32(4));
        Thread.ofVirtual().start(this::serve);
    }

    private void call(String member, @org.jspecify.annotations.Nullable String signature, Object... arguments)
            throws IOException, DBusException {
        Message call = transport
                .getMessageFactory()
                .createMethodCall(
                        "org.freedesktop.DBus",
                        "/org/freedesktop/DBus",
                        "org.freedesktop.DBus",
                        member,
                        (byte) 0,
                        signature,
                        arguments);
        transport.writeMessage(call);
        Message reply = transport.readMessage();
        while (reply == null || reply.getReplySerial() != call.getSerial()) {
            reply = transport.readMessage();
        }
    }

    private void serve() {
        try {
            while (true) {
                if (transport.readMessage() instanceof MethodCall call
                        && call.getName().equals("CheckAuthorization")) {
                    boolean yes = isAllowed(call);
                    transport.writeMessage(transport.getMessageFactory().createMethodReturn(call, "(bba{ss})", (Object)
                            new Object[] {yes, !yes, Map.of("polkit.result", "x")}));
                }
            }
        } catch (IOException | DBusException closed) {
            // The test is over.
        }
    }

    private static boolean isAllowed(MethodCall call) throws DBusException {
        if (!"(sa{sv})sa{ss}us".equals(call.getSig())) {
            return false;
        }
        Object[] arguments = call.getParameters();
        String subject = List.of((Object[]) arguments[0]).toString();
        return subject.contains("system-bus-name")
                && subject.contains(":1.77")
                && "org.upkeep1.operate".equals(arguments[1])
                && "web".equals(((Map<?, ?>) arguments[2]).get("service"))
                && ((UInt32) arguments[3]).longValue() == 0;
    }

    @Override
    public void close() throws IOException {
        transport.close();
    }
}
