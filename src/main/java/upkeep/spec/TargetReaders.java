package upkeep.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.target.Protocol;
import upkeep.target.Target;

/** What a check can look at: each key with what reads it. */
final class TargetReaders {

    /** Reads one kind of target; what is wrong is reported, and nothing is then read. */
    @FunctionalInterface
    interface Reader {
        Optional<? extends Target> read(TargetContext context);
    }

    private static final Map<String, Reader> READERS = readers();

    private TargetReaders() {}

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new HashMap<>();
        readers.put(HttpKeys.HTTP.name(), context -> new HttpReader(context).read());
        readers.put(SocketKeys.TCP.name(), context -> new TcpReader(context).read());
        readers.put(SocketKeys.UDP.name(), context -> new UdpReader(context).read());
        readers.put(PingKeys.PING.name(), context -> new PingReader(context).read());
        readers.put(DnsKeys.DNS.name(), context -> new DnsReader(context).read());
        readers.put(SocketKeys.TLS.name(), context -> new TlsTargetReader(context).read());
        readers.put(PageKeys.APACHE_STATUS.name(), context -> new ApacheStatusReader(context).read());
        readers.put(PrometheusKeys.PROMETHEUS.name(), context -> new PrometheusReader(context).read());
        readers.put(ClockKeys.NTP.name(), context -> new NtpReader(context).read());
        readers.put(ClockKeys.TIME_DAEMON.name(), context -> new TimeDaemonReader(context).read());
        readers.put(PlaceKeys.FILE.name(), context -> new PlaceReader(PlaceKeys.FILE, context).file());
        readers.put(PlaceKeys.DIRECTORY.name(), context -> new PlaceReader(PlaceKeys.DIRECTORY, context).directory());
        readers.put(PlaceKeys.FIFO.name(), context -> new PlaceReader(PlaceKeys.FIFO, context).fifo());
        readers.put(ProgramKeys.PROGRAM.name(), context -> new ProgramReader(ProgramKeys.PROGRAM, context).program());
        readers.put(ProgramKeys.NAGIOS.name(), context -> new ProgramReader(ProgramKeys.NAGIOS, context).nagios());
        readers.put(HostKeys.SYSTEM.name(), context -> new HostReaders(context).system());
        readers.put(HostKeys.FILESYSTEM.name(), context -> new HostReaders(context).filesystem());
        readers.put(HostKeys.PROCESS.name(), context -> new HostReaders(context).process());
        readers.put(HostKeys.SOCKETS.name(), context -> new HostReaders(context).sockets());
        readers.put(HostKeys.NETWORK.name(), context -> new HostReaders(context).network());
        readers.put(HostKeys.RAID.name(), context -> new HostReaders(context).raid());
        readers.put(UnitKeys.UNIT.name(), context -> new UnitReader(context).unit());
        readers.put(UnitKeys.TIMER.name(), context -> new UnitReader(context).timer());
        readers.put(HeartbeatKeys.HEARTBEAT.name(), context -> new HeartbeatReader(context).read());
        readers.put(MessageKeys.RADIUS.name(), context -> new RadiusReader(context).read());
        readers.put(MessageKeys.SIP.name(), context -> new SipReader(context).read());
        readers.put(MessageKeys.WEBSOCKET.name(), context -> new WebSocketReader(context).read());
        for (Protocol protocol : Protocol.values()) {
            readers.put(protocol.word(), context -> new ProtocolReader(protocol, context).read());
        }
        return readers;
    }

    static boolean has(Key<?> kind) {
        return READERS.containsKey(kind.name());
    }

    static Optional<Target> read(Key<?> kind, TargetContext context) {
        return Optional.ofNullable(READERS.get(kind.name())).flatMap(reader -> reader.read(context));
    }
}
