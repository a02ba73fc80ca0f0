package upkeep.spec;

import java.util.Optional;
import upkeep.target.Endpoint;
import upkeep.target.TlsOptions.Start;
import upkeep.target.TlsTarget;

/** Reads at which port TLS is looked at: {@code tls: 443} or {@code tls: {host, port, ...}}. */
final class TlsTargetReader {

    private final TargetContext context;

    TlsTargetReader(TargetContext context) {
        this.context = context;
    }

    Optional<TlsTarget> read() {
        Fields tls = context.fields(SocketKeys.TLS, SocketKeys.TLS_PORT);
        Endpoint.Port endpoint = new EndpointReader(tls, context.port(), Defaults.HTTPS_PORT).port();
        boolean verify = tls.get(TlsKeys.VERIFY);
        return Optional.of(
                new TlsTarget(endpoint, TlsReader.options(tls, Start.AT_ONCE, verify), tls.read(SocketKeys.FILE)));
    }
}
