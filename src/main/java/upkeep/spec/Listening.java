package upkeep.spec;

/**
 * What systemd listens on for a service. It stays open while the service is restarted, so that whoever connects meanwhile
 * waits and is not refused.
 *
 * @param unit the socket unit
 * @param onDemand whether the service waits for somebody to connect
 * @param accept whether each connection has a process of its own, which is an instance of the service
 * @param standardInput whether the socket, or with {@code accept} the connection, is the standard input of the process
 */
public record Listening(OwnUnit unit, boolean onDemand, boolean accept, boolean standardInput) {}
