package upkeep.spec;

import java.util.List;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.target.Endpoint.Family;

/** Where a server is. */
final class EndpointKeys {

    static final Key<Usual<String>> HOST = Key.usual("host", Kinds.HOST_NAME, Defaults.LOCAL_HOST)
            .means("whom to connect to; the addresses of a name are tried in turn");
    static final Key<Value<Integer>> PORT = Key.value("port", Kinds.PORT)
            .otherwise("the service's `port`, or the protocol's own")
            .means("where it listens");
    static final Key<Usual<Family>> ADDRESS_FAMILY = Key.usual(
                    "address-family", Kind.word(List.of(Family.ANY, Family.IPV4, Family.IPV6)), Family.ANY)
            .means("which addresses of the name are tried");
    static final Key<Value<String>> SOURCE_ADDRESS = Key.value("source-address", Kinds.ADDRESS)
            .otherwise("the kernel's choice")
            .means("the address of this machine to connect from");
    static final Key<Usual<Boolean>> ALL_ADDRESSES = Key.usual("all-addresses", Kinds.YES_OR_NO, Defaults.ALL_ADDRESSES)
            .means("whether every address of the name must pass, one after the other, and not just one");

    static final Key<Value<String>> SOCKET = Key.value("socket", Kinds.PATH)
            .means("a stream socket in the file system to connect to, in place of host and port");

    /** The keys of a server on the network. */
    static final Vocabulary ENDPOINT =
            Vocabulary.of("an endpoint", HOST, PORT, ADDRESS_FAMILY, SOURCE_ADDRESS, ALL_ADDRESSES);

    private EndpointKeys() {}

    /** The same keys of a server whose port is declared otherwise. */
    static Vocabulary at(Key<Value<Integer>> port) {
        return Vocabulary.of(ENDPOINT.owner(), HOST, port, ADDRESS_FAMILY, SOURCE_ADDRESS, ALL_ADDRESSES);
    }
}
