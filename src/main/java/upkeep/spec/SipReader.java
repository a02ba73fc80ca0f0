package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.target.Endpoint;
import upkeep.target.SipTarget;
import upkeep.target.SipTarget.Transport;
import upkeep.target.Target;
import upkeep.target.TlsOptions;

/** Reads which SIP server is asked for its options, and by which transport. */
final class SipReader {

    private final TargetContext context;
    private final Fields sip;

    SipReader(TargetContext context) {
        this.context = context;
        this.sip = context.fields(MessageKeys.SIP, MessageKeys.SIP_PORT);
    }

    Optional<Target> read() {
        Optional<TlsOptions> tls = new TlsReader(sip, List.of(TlsOptions.Start.AT_ONCE)).read();
        Transport usual = tls.isPresent() ? Transport.TCP : Defaults.SIP_TRANSPORT;
        Transport transport = sip.read(MessageKeys.TRANSPORT, usual);
        if (tls.isPresent() && transport == Transport.UDP) {
            context.report()
                    .error(
                            sip.at(MessageKeys.TRANSPORT),
                            "cannot use tls over udp: it needs a connection",
                            "write transport: tcp");
        }
        int port = tls.isPresent() ? Defaults.SIP_TLS_PORT : Defaults.SIP_PORT;
        Endpoint.Port endpoint = new EndpointReader(sip, context.port(), port).port();
        Optional<String> to = sip.read(MessageKeys.TO);
        Optional<String> userAgent = sip.read(MessageKeys.USER_AGENT);
        int maxForwards = sip.get(MessageKeys.MAX_FORWARDS);
        return Optional.of(new SipTarget(transport, endpoint, tls, to, userAgent, maxForwards));
    }
}
