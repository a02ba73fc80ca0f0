package upkeep.spec;

import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;

/** Which port a check connects to, or sends a datagram, and what is said there. */
final class SocketKeys {

    private static final Kind<String> ENDING = Octets.KIND
            .where(octets -> !octets.isEmpty(), "nothing ends with the empty text", "write until: \"\\r\\n\", say")
            .where(octets -> octets.length() <= 64, "it is longer than 64 bytes", "write a shorter one")
            .called("1 to 64 octets", "octets");

    private static final Kind<String> DATAGRAM = Octets.KIND
            .where(octets -> !octets.isEmpty(), "it is empty", "write one byte at least, such as \"\\n\"")
            .where(
                    octets -> octets.length() <= 1_232,
                    "it is longer than 1232 bytes",
                    "larger datagrams do not get everywhere")
            .called("1 to 1232 octets, as in a [dialogue](#dialogue)", "octets");

    static final Key<Value<String>> SEND = Key.value("send", Octets.KIND).means("what is sent, as it is");
    static final Key<Value<String>> EXPECT = Key.value("expect", OctetPattern.KIND)
            .means("what must be found in the answer, each byte of which is a character");
    static final Key<Usual<String>> UNTIL =
            Key.usual("until", ENDING, Defaults.DIALOGUE_UNTIL).means("what ends the answer, and is no part of it");
    static final Key<Value<Integer>> LENGTH =
            Key.value("length", Kind.whole(1, Octets.MOST)).means("instead, how many bytes the answer has");

    static final Vocabulary TURN = Vocabulary.of("a turn of a dialogue", SEND, EXPECT, UNTIL, LENGTH);

    static final Key<Value<Integer>> PORT = EndpointKeys.PORT.otherwise("the service's `port`");

    static final Key<Brief> TCP_TLS =
            TlsKeys.AT_ONCE.tls().means("TLS from the first byte, see [TLS options](#tls-options)");
    static final Key<Items<Form.Map>> DIALOGUE =
            Key.items("dialogue", new Form.Map(TURN)).means("what is said and heard then, in turn: 1 to 64 turns");

    static final Key<Brief> TCP = Key.brief(
                    "tcp",
                    Vocabulary.of(
                            "tcp",
                            EndpointKeys.HOST,
                            PORT,
                            EndpointKeys.ADDRESS_FAMILY,
                            EndpointKeys.SOURCE_ADDRESS,
                            EndpointKeys.ALL_ADDRESSES,
                            EndpointKeys.SOCKET,
                            TCP_TLS,
                            DIALOGUE),
                    PORT,
                    EndpointKeys.SOCKET)
            .means("a port or socket that accepts connections, and says what it should");

    static final Key<Usual<String>> UDP_SEND =
            Key.usual("send", DATAGRAM, Defaults.UDP_SEND).means("the datagram");
    static final Key<Value<String>> UDP_EXPECT = EXPECT.means("what must be found in the datagram that comes back");

    static final Key<Brief> UDP = Key.brief(
                    "udp",
                    Vocabulary.of(
                            "udp",
                            EndpointKeys.HOST,
                            PORT,
                            EndpointKeys.ADDRESS_FAMILY,
                            EndpointKeys.SOURCE_ADDRESS,
                            EndpointKeys.ALL_ADDRESSES,
                            UDP_SEND,
                            UDP_EXPECT),
                    PORT)
            .means("a UDP port");

    static final Key<Value<String>> FILE = Key.value("file", Kinds.PATH)
            .means("a PEM file whose first certificate must be the one that is served: one that was renewed and not"
                    + " reloaded fails");

    static final Key<Value<Integer>> TLS_PORT =
            EndpointKeys.PORT.otherwise("the service's `port`, or " + Defaults.HTTPS_PORT);

    static final Key<Brief> TLS = Key.brief(
                    "tls",
                    Vocabulary.of(
                                    "tls",
                                    EndpointKeys.HOST,
                                    TLS_PORT,
                                    EndpointKeys.ADDRESS_FAMILY,
                                    EndpointKeys.SOURCE_ADDRESS,
                                    EndpointKeys.ALL_ADDRESSES,
                                    FILE)
                            .with(TlsKeys.BUT_START),
                    TLS_PORT)
            .means("a port that speaks TLS, and its certificates");

    private SocketKeys() {}
}
