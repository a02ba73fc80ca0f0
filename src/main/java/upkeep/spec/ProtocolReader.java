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
        this.fields = context.fields(ProtocolKeys.of(protocol), standIn());
    }

    private Key<?> standIn() {
        if (protocol.usualSocket().isPresent()) {
            return ProtocolKeys.FAIL2BAN_SOCKET;
        }
        boolean isPath = context.shortText(ProtocolKeys.of(protocol)).startsWith("/");
        return isPath && protocol.has(Feature.LOCAL) ? EndpointKeys.SOCKET : EndpointKeys.PORT;
    }

    Optional<ProtocolTarget> read() {
        Optional<TlsOptions> tls = new TlsReader(fields, protocol).read();
        boolean atOnce =
                tls.filter(it -> it.start() == TlsOptions.Start.AT_ONCE).isPresent();
        Optional<Endpoint> endpoint = protocol.usualSocket()
                .<Optional<Endpoint>>map(_ -> Optional.of(new Endpoint.Local(fields.get(ProtocolKeys.FAIL2BAN_SOCKET))))
                .orElseGet(() -> new EndpointReader(fields, context.port(), protocol.port(atOnce)).read());
        Optional<Login> login = protocol.has(Feature.LOGIN) ? new LoginReader(fields).read() : Optional.empty();
        Map<String, String> options = new HashMap<>();
        for (ProtocolOption option : ProtocolOption.of(protocol)) {
            option.read(fields).ifPresent(value -> options.put(option.key().name(), value));
        }
        if (login.isPresent()
                && tls.isEmpty()
                && ProtocolOption.of(protocol).contains(ProtocolOption.PLAINTEXT_LOGIN)) {
            endpoint.ifPresent(it -> mayBeOverheard(it, options));
        }
        if (protocol == Protocol.AMQP && fields.has(ProtocolOption.QUEUE) && fields.lacks(LoginKeys.USER)) {
            context.report()
                    .error(
                            fields.at(ProtocolOption.QUEUE),
                            "cannot look at a queue: strangers are told of none",
                            "write user: NAME and password-file: /etc/upkeep/secrets/NAME");
        }
        if (fields.has(ProtocolOption.MAIL_SENDER) && fields.lacks(ProtocolOption.MAIL_RECIPIENT) && isMail()) {
            context.report()
                    .error(
                            fields.at(ProtocolOption.MAIL_SENDER),
                            "cannot say from whom a mail would be: the server is asked about none without a recipient",
                            "write recipient: NAME@DOMAIN");
        }
        return endpoint.map(it -> new ProtocolTarget(protocol, it, tls, login, options));
    }

    private boolean isMail() {
        return protocol == Protocol.SMTP || protocol == Protocol.LMTP;
    }

    /** Whoever sits between here and another host could read a password that is sent in the clear. */
    private void mayBeOverheard(Endpoint endpoint, Map<String, String> options) {
        boolean isAllowed = Kinds.YES_OR_NO
                .parse()
                .apply(options.getOrDefault(ProtocolOption.PLAINTEXT_LOGIN.key().name(), ""))
                .orElse(false);
        if (!isAllowed && endpoint instanceof Endpoint.Port port && !Kinds.isLoopback(port.host())) {
            String cure = protocol.has(Feature.STARTTLS) ? "tls: starttls" : "tls: true";
            context.report()
                    .error(
                            fields.at(LoginKeys.USER),
                            "cannot send the password to " + port.host()
                                    + ": the connection is not encrypted, and whoever is on the way could read it",
                            "write " + cure + ", or allow-plaintext-login: true");
        }
    }
}
