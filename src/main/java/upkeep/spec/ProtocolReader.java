package upkeep.spec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import upkeep.target.Endpoint;
import upkeep.target.Login;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;
import upkeep.target.ProtocolTarget;
import upkeep.target.TlsOptions;

/**
 * Reads where a server is and how it is spoken with: {@code imap: {host, port, tls}}, {@code imap: 143}, or
 * {@code clamav: /run/clamav/clamd.ctl}.
 */
final class ProtocolReader {

    private final Protocol protocol;
    private final TargetContext context;
    private final Fields fields;

    ProtocolReader(Protocol protocol, TargetContext context) {
        this.protocol = protocol;
        this.context = context;
        String kind = protocol.word();
        Words words = Words.of(protocol);
        String written = context.isShort(kind) ? context.shortText(kind) : "";
        String key = written.startsWith("/") && protocol.has(Feature.LOCAL) ? "socket" : "port";
        this.fields = context.isShort(kind)
                ? context.check().only(kind, key, words)
                : context.check().map(kind, words);
    }

    Optional<ProtocolTarget> read() {
        Optional<TlsOptions> tls = new TlsReader(fields, protocol::has).read();
        boolean atOnce =
                tls.filter(it -> it.start() == TlsOptions.Start.AT_ONCE).isPresent();
        Optional<Endpoint> endpoint = new EndpointReader(fields, context.port(), protocol.port(atOnce)).read();
        Optional<Login> login = protocol.has(Feature.LOGIN) ? new LoginReader(fields).read() : Optional.empty();
        Map<String, String> options = new HashMap<>();
        for (ProtocolOption option : ProtocolOption.of(protocol)) {
            option.read(fields).ifPresent(value -> options.put(option.key(), value));
        }
        if (protocol == Protocol.AMQP && fields.has("queue") && fields.lacks("user")) {
            context.report()
                    .error(
                            fields.at("queue"),
                            "cannot look at a queue: strangers are told of none",
                            "write user: NAME and password-file: /etc/upkeep/secrets/NAME");
        }
        return endpoint.map(it -> new ProtocolTarget(protocol, it, tls, login, options));
    }
}
