package upkeep.spec;

import java.util.LinkedHashMap;
import java.util.List;
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

    /** The keys, in the order in which people are told of them. */
    static final List<String> KINDS = List.copyOf(READERS.keySet());

    private TargetReaders() {}

    private static Map<String, Reader> readers() {
        Map<String, Reader> readers = new LinkedHashMap<>();
        readers.put("http", context -> new HttpReader(context).read());
        readers.put("tcp", context -> new TcpReader(context).read());
        readers.put("udp", context -> new UdpReader(context).read());
        readers.put("ping", context -> new PingReader(context).read());
        readers.put("dns", context -> new DnsReader(context).read());
        readers.put("tls", context -> new TlsTargetReader(context).read());
        readers.put("apache-status", context -> new ApacheStatusReader(context).read());
        readers.put("prometheus", context -> new PrometheusReader(context).read());
        readers.put("ntp", context -> new NtpReader(context).read());
        readers.put("time-daemon", context -> new TimeDaemonReader(context).read());
        readers.put("file", context -> new PlaceReader("file", Words.FILE, context).file());
        readers.put("directory", context -> new PlaceReader("directory", Words.DIRECTORY, context).directory());
        readers.put("fifo", context -> new PlaceReader("fifo", Words.FIFO, context).fifo());
        readers.put("program", context -> new ProgramReader("program", Words.PROGRAM_CHECK, context).program());
        readers.put("nagios", context -> new ProgramReader("nagios", Words.NAGIOS, context).nagios());
        readers.put("system", context -> new HostReaders(context).system());
        readers.put("filesystem", context -> new HostReaders(context).filesystem());
        readers.put("process", context -> new HostReaders(context).process());
        readers.put("sockets", context -> new HostReaders(context).sockets());
        readers.put("network", context -> new HostReaders(context).network());
        readers.put("raid", context -> new HostReaders(context).raid());
        readers.put("unit", context -> new UnitReader(context).unit());
        readers.put("timer", context -> new UnitReader(context).timer());
        readers.put("radius", context -> new RadiusReader(context).read());
        readers.put("sip", context -> new SipReader(context).read());
        readers.put("websocket", context -> new WebSocketReader(context).read());
        for (Protocol protocol : Protocol.values()) {
            readers.put(protocol.word(), context -> new ProtocolReader(protocol, context).read());
        }
        return readers;
    }

    static Optional<Target> read(String kind, TargetContext context) {
        return Optional.ofNullable(READERS.get(kind)).flatMap(reader -> reader.read(context));
    }
}
