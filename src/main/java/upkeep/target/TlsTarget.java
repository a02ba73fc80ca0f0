package upkeep.target;

import java.util.List;
import java.util.Optional;

/**
 * A port where TLS is spoken with the first byte, whatever comes after it.
 *
 * @param file a PEM file whose first certificate must be the one that is served
 */
public record TlsTarget(Endpoint.Port endpoint, TlsOptions tls, Optional<String> file) implements Target {
    @Override
    public String kind() {
        return "tls";
    }

    @Override
    public String text() {
        return endpoint.text();
    }

    @Override
    public List<String> hosts() {
        return List.of(endpoint.host());
    }

    @Override
    public List<String> measurements() {
        return List.of("lookup", "connect", "tls", "total", TlsOptions.DAYS);
    }

    @Override
    public List<String> texts() {
        return TlsOptions.TEXTS;
    }
}
