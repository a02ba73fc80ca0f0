package upkeep.spec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.target.SipTarget.Transport;

/** Servers that are asked by messages of their own: RADIUS, SIP and WebSocket. */
final class MessageKeys {

    /** A part of a SIP address, without the scheme and without what would end it. */
    private static final Kind<String> SIP_ADDRESS = PageKeys.HEADER
            .where(
                    text -> !text.startsWith("sip:") && !text.startsWith("sips:"),
                    "the scheme is added by the probe",
                    "leave out sip:")
            .where(
                    text -> text.matches("[^\\s<>\"]+"),
                    "it is not an address",
                    "write an address such as monitor@example.org")
            .called("address without `sip:`")
            .matching("^[^\\s<>\"]+$");

    private static final Kind<String> PAGE = PageKeys.HEADER
            .where(text -> text.startsWith("/"), "it must begin with /", "host and port have keys of their own")
            .where(
                    MessageKeys::isPath,
                    "it is not the path of an address",
                    "write such as /chat?room=1, special characters as %XX")
            .called("begins with `/`")
            .matching("^/");

    private static final Key<Usual<String>> ASKED = EndpointKeys.HOST.means("whom to ask");

    private static final Key<Value<String>> ASK_FROM =
            EndpointKeys.SOURCE_ADDRESS.means("the address of this machine to ask from");

    static final Key<Value<String>> SECRET_FILE = LoginKeys.file("secret")
            .means("a file that holds the secret shared with the server; this or the next is needed");
    static final Key<Value<String>> SECRET_CREDENTIAL = LoginKeys.credential("secret");
    private static final Key<Value<String>> RADIUS_USER = LoginKeys.USER.means("who is to be let in");
    private static final Key<Value<String>> RADIUS_PASSWORD_FILE =
            LoginKeys.PASSWORD_FILE.means("a file that holds the password, of 128 bytes at most");

    static final Key<Form.Map> RADIUS = Key.map(
                    "radius",
                    Vocabulary.of(
                            "radius",
                            ASKED,
                            EndpointKeys.PORT.otherwise("the service's `port`, or " + Defaults.RADIUS_PORT),
                            EndpointKeys.ADDRESS_FAMILY,
                            ASK_FROM.means(
                                    "the address of this machine to ask from, by which the server knows its clients"),
                            EndpointKeys.ALL_ADDRESSES,
                            SECRET_FILE,
                            SECRET_CREDENTIAL,
                            RADIUS_USER,
                            RADIUS_PASSWORD_FILE,
                            LoginKeys.PASSWORD_CREDENTIAL.means("instead, a credential of upkeepd.service")))
            .means("a RADIUS server: its status, or a login");

    static final Key<Value<Integer>> SIP_PORT = EndpointKeys.PORT.otherwise(
            "the service's `port`, or " + Defaults.SIP_PORT + "; " + Defaults.SIP_TLS_PORT + " with `tls`");
    static final Key<Value<Transport>> TRANSPORT = Key.value(
                    "transport", Kind.word(List.of(Transport.UDP, Transport.TCP)))
            .otherwise("`udp`; `tcp` with `tls`")
            .means("what carries the messages");
    static final Key<Value<String>> TO = Key.value("to", SIP_ADDRESS)
            .otherwise("host and port")
            .means("whom the question is for: `monitor@example.org`");
    static final Key<Value<String>> USER_AGENT = Key.value("user-agent", PageKeys.HEADER)
            .otherwise("`upkeep/VERSION`")
            .means("who asks");
    static final Key<Usual<Integer>> MAX_FORWARDS = Key.usual(
                    "max-forwards", Kind.whole(0, 255), Defaults.SIP_MAX_FORWARDS)
            .means("how many servers may hand the question on");

    static final Key<Brief> SIP = Key.brief(
                    "sip",
                    Vocabulary.of(
                            "sip",
                            ASKED,
                            SIP_PORT,
                            EndpointKeys.ADDRESS_FAMILY,
                            ASK_FROM,
                            EndpointKeys.ALL_ADDRESSES,
                            TRANSPORT,
                            TlsKeys.AT_ONCE.tls(),
                            TO,
                            USER_AGENT,
                            MAX_FORWARDS),
                    SIP_PORT)
            .means("a SIP server that answers OPTIONS");

    static final Key<Value<Integer>> WEBSOCKET_PORT = EndpointKeys.PORT.otherwise(
            "the service's `port`, or " + Defaults.HTTP_PORT + "; " + Defaults.HTTPS_PORT + " with `tls`");
    static final Key<Usual<String>> PATH =
            Key.usual("path", PAGE, Defaults.WEBSOCKET_PATH).means("what is asked for, with a query if need be");
    static final Key<Value<String>> ORIGIN =
            Key.value("origin", PageKeys.HEADER).means("the page that opens the WebSocket, as a browser would say it");
    static final Key<Names<Value<String>>> HEADERS = PageKeys.HEADERS.means(
            "further headers, such as `Sec-WebSocket-Protocol`; `Host` in place of host and port; none of those that make"
                    + " a WebSocket");

    static final Key<Brief> WEBSOCKET = Key.brief(
                    "websocket",
                    Vocabulary.of(
                            "websocket",
                            EndpointKeys.HOST,
                            WEBSOCKET_PORT,
                            EndpointKeys.ADDRESS_FAMILY,
                            EndpointKeys.SOURCE_ADDRESS,
                            EndpointKeys.ALL_ADDRESSES,
                            TlsKeys.AT_ONCE.tls(),
                            PATH,
                            ORIGIN,
                            HEADERS),
                    WEBSOCKET_PORT)
            .means("a WebSocket that answers a ping");

    private MessageKeys() {}

    private static boolean isPath(String text) {
        try {
            URI uri = new URI(text);
            return uri.getRawFragment() == null && uri.getRawAuthority() == null;
        } catch (URISyntaxException wrong) {
            return false;
        }
    }
}
