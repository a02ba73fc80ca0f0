package upkeep.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server that speaks one of the {@link Protocol}s.
 *
 * @param login who is logged in; absent where the probe goes as far as a stranger can
 * @param options what only this protocol can be told, by the key in the spec, checked and with defaults
 */
public record ProtocolTarget(
        Protocol protocol,
        Endpoint endpoint,
        Optional<TlsOptions> tls,
        Optional<Login> login,
        Map<String, String> options)
        implements Target {

    public ProtocolTarget {
        options = Map.copyOf(options);
    }

    /** The value of an option, where it was written or has a default. */
    public Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    @Override
    public String kind() {
        return protocol.word();
    }

    @Override
    public String text() {
        return endpoint.text();
    }

    @Override
    public List<String> hosts() {
        return endpoint instanceof Endpoint.Port port ? List.of(port.host()) : List.of();
    }

    @Override
    public List<String> measurements() {
        return protocol.measurements();
    }

    @Override
    public List<String> texts() {
        return protocol.texts();
    }

    /** Redis counts in bytes how far a replica is behind, others in seconds. */
    @Override
    public MeasurementUnit unit(String measurement) {
        return protocol == Protocol.REDIS && measurement.equals("replication-lag")
                ? MeasurementUnit.BYTES
                : Target.super.unit(measurement);
    }
}
