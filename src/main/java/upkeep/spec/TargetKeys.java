package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import upkeep.target.Protocol;

/** What a check can look at: the one key of each that says it. */
final class TargetKeys {

    /** In the order in which people are told of them. */
    static final List<Key<?>> ALL = all();

    static final Vocabulary TARGETS =
            Vocabulary.of("a check", ALL.toArray(Key<?>[]::new)).toldAs("what is looked at, upkeep-checks(5)");

    /** What expectations can be of. */
    static final List<Key<?>> PLACES = List.of(PlaceKeys.FILE, PlaceKeys.DIRECTORY, PlaceKeys.FIFO);

    private TargetKeys() {}

    private static List<Key<?>> all() {
        List<Key<?>> keys = new ArrayList<>(List.of(
                HttpKeys.HTTP,
                SocketKeys.TCP,
                SocketKeys.UDP,
                PingKeys.PING,
                DnsKeys.DNS,
                SocketKeys.TLS,
                PageKeys.APACHE_STATUS,
                PrometheusKeys.PROMETHEUS,
                ClockKeys.NTP,
                ClockKeys.TIME_DAEMON,
                PlaceKeys.FILE,
                PlaceKeys.DIRECTORY,
                PlaceKeys.FIFO,
                ProgramKeys.PROGRAM,
                ProgramKeys.NAGIOS,
                HostKeys.SYSTEM,
                HostKeys.FILESYSTEM,
                HostKeys.PROCESS,
                HostKeys.SOCKETS,
                HostKeys.NETWORK,
                HostKeys.RAID,
                UnitKeys.UNIT,
                UnitKeys.TIMER,
                HeartbeatKeys.HEARTBEAT,
                MessageKeys.RADIUS,
                MessageKeys.SIP,
                MessageKeys.WEBSOCKET));
        Stream.of(Protocol.values()).map(ProtocolKeys::of).forEach(keys::add);
        return List.copyOf(keys);
    }
}
