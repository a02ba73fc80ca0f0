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
        Words words = Words.TLS_CHECK.with(Words.TLS).without("start");
        Fields tls = context.isShort("tls")
                ? context.check().only("tls", "port", words)
                : context.check().map("tls", words);
        Endpoint.Port endpoint = new EndpointReader(tls, context.port(), Defaults.HTTPS_PORT).port();
        boolean verify = tls.read("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS);
        return Optional.of(
                new TlsTarget(endpoint, TlsReader.options(tls, Start.AT_ONCE, verify), tls.read("file", Kinds.PATH)));
    }
}
