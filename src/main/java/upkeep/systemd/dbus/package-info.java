/**
 * systemd over D-Bus: the connection, what is heard on it, and {@link upkeep.systemd.dbus.DbusServiceManager}.
 *
 * <p>Of dbus-java this uses the transport and the message format, not its connection class: that one hands signals to
 * another thread than replies, so that an old signal could overtake a newer answer, and it does not survive the loss of
 * the bus.
 */
@NullMarked
package upkeep.systemd.dbus;

import org.jspecify.annotations.NullMarked;
