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

    private static final Kind<Transport> TRANSPORT = Kind.word(List.of(Transport.UDP, Transport.TCP));

    /** A part of a SIP address, without the scheme and without what would end it. */
    private static final Kind<String> TO = HeadersReader.HEADER
            .where(
                    text -> !text.startsWith("sip:") && !text.startsWith("sips:"),
                    "the scheme is added by the probe",
                    "leave out sip:")
            .where(
                    text -> text.matches("[^\\s<>\"]+"),
                    "it is not an address",
                    "write an address such as monitor@example.org");

    private final TargetContext context;
    private final Fields sip;

    SipReader(TargetContext context) {
        this.context = context;
        this.sip = context.isShort("sip")
                ? context.check().only("sip", "port", Words.SIP)
                : context.check().map("sip", Words.SIP);
    }

    Optional<Target> read() {
        Optional<TlsOptions> tls = new TlsReader(sip, List.of(TlsOptions.Start.AT_ONCE)).read();
        Transport usual = tls.isPresent() ? Transport.TCP : Defaults.SIP_TRANSPORT;
        Transport transport = sip.read("transport", TRANSPORT, usual);
        if (tls.isPresent() && transport == Transport.UDP) {
            context.report()
                    .error(
                            sip.at("transport"),
                            "cannot use tls over udp: it needs a connection",
                            "write transport: tcp");
        }
        int port = tls.isPresent() ? Defaults.SIP_TLS_PORT : Defaults.SIP_PORT;
        Endpoint.Port endpoint = new EndpointReader(sip, context.port(), port).port();
        Optional<String> to = sip.read("to", TO);
        Optional<String> userAgent = sip.read("user-agent", HeadersReader.HEADER);
        int maxForwards = sip.read("max-forwards", Kind.whole(0, 255), Defaults.SIP_MAX_FORWARDS);
        return Optional.of(new SipTarget(transport, endpoint, tls, to, userAgent, maxForwards));
    }
}
