package upkeep.target;

import java.util.List;

/** What a check looks at. Immutable. */
public sealed interface Target
        permits ApacheStatusTarget,
                DirectoryTarget,
                DnsTarget,
                FifoTarget,
                FileTarget,
                FilesystemTarget,
                HeartbeatTarget,
                HttpTarget,
                NagiosTarget,
                NetworkTarget,
                NtpTarget,
                PingTarget,
                ProcessTarget,
                ProgramTarget,
                PrometheusTarget,
                ProtocolTarget,
                RadiusTarget,
                RaidTarget,
                SipTarget,
                SocketsTarget,
                SystemTarget,
                TcpTarget,
                TimeDaemonTarget,
                TimerTarget,
                TlsTarget,
                UdpTarget,
                UnitTarget,
                WebSocketTarget {

    /** The key in the spec: {@code http}, {@code tcp}, {@code ntp}. */
    String kind();

    /** What is looked at, in a few words: {@code http://127.0.0.1:3001/healthz}. */
    String text();

    /** The hosts that are connected to, each a name or an address. */
    default List<String> hosts() {
        return List.of();
    }

    /** The names of what a probe may measure as a number; seconds for times. */
    List<String> measurements();

    /** The names of what a probe may find as a text. */
    default List<String> texts() {
        return List.of();
    }

    /** What a measurement of a probe is counted in. */
    default MeasurementUnit unit(String measurement) {
        return measurements().contains(measurement)
                ? MeasurementUnit.of(measurement)
                : MeasurementUnit.ofOthers(measurement);
    }

    /** Whether rules can search in a {@code content}. */
    default boolean hasContent() {
        return false;
    }

    /** Whether a probe may measure what {@link #measurements()} does not name. */
    default boolean measuresMore() {
        return false;
    }
}
