package upkeep.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Trace;
import upkeep.target.Endpoint;
import upkeep.target.Login;
import upkeep.target.Protocol;
import upkeep.target.ProtocolTarget;
import upkeep.target.Secret;
import upkeep.target.TlsOptions;

/** A server of a test, as a probe is told of it. */
public record Served(
        Probers probers,
        Protocol protocol,
        int port,
        Optional<TlsOptions> tls,
        Optional<Login> login,
        Map<String, String> options) {

    public Served(Probers probers, Protocol protocol, LoopbackServer server) {
        this(probers, protocol, server.port(), Optional.empty(), Optional.empty(), Map.of());
    }

    public Served as(String user, Path password) {
        return new Served(
                probers, protocol, port, tls, Optional.of(new Login(user, new Secret(password.toString()))), options);
    }

    public Served with(String key, String value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(key, value);
        return new Served(probers, protocol, port, tls, login, more);
    }

    public Served overStartTls() {
        TlsOptions options = new TlsOptions(TlsOptions.Start.STARTTLS, true, Optional.empty());
        return new Served(probers, protocol, port, Optional.of(options), login, this.options);
    }

    Observation probe() {
        Endpoint endpoint = new Endpoint.Port("127.0.0.1", port, Endpoint.Family.ANY, Optional.empty());
        return probers.probe(
                new ProtocolTarget(protocol, endpoint, tls, login, options), Duration.ofSeconds(30), Trace.NONE);
    }

    public Observation.Passed passes() {
        Observation seen = probe();
        return assertInstanceOf(Observation.Passed.class, seen, seen.text());
    }

    public Observation.Failed fails(FailureKind kind) {
        Observation seen = probe();
        Observation.Failed failed = assertInstanceOf(Observation.Failed.class, seen, seen.text());
        assertEquals(kind, failed.kind(), failed.text());
        return failed;
    }

    public Observation.Unknown isUnknown() {
        Observation seen = probe();
        return assertInstanceOf(Observation.Unknown.class, seen, seen.text());
    }
}
