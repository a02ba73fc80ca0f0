package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;
import upkeep.target.DnsTarget;
import upkeep.target.DnsTarget.Transport;
import upkeep.target.NtpTarget;

/** Which name server is asked for what. */
final class DnsKeys {

    /** A name as it goes over the wire: any bytes but dots, which separate its parts; the root is a dot alone. */
    private static final Kind<String> NAME = Kind.text(
                    text -> text.equals(".")
                                    || text.matches(
                                            "(?=.{1,254}$)([!-\\[\\]-~&&[^.]]{1,63}\\.)*[!-\\[\\]-~&&[^.]]{1,63}\\.?")
                            ? Optional.empty()
                            : Optional.of("it is not a domain name"),
                    "write a name such as www.example.org, or for an address its 4.3.2.1.in-addr.arpa")
            .called("domain name")
            .matching("^[!-~]{1,254}$");

    private static final Kind<String> RECORD = Kinds.LINE.called("record");

    static final Key<Usual<String>> HOST = EndpointKeys.HOST.means("the server");
    static final Key<Value<Integer>> PORT = EndpointKeys.PORT.otherwise(
            "the service's `port`, or `" + Defaults.DNS_PORT + "`; `" + Defaults.DNS_TLS_PORT + "` with TLS");
    static final Key<Usual<Transport>> TRANSPORT = Key.usual(
                    "transport", Kind.word(List.of(Transport.values())), Transport.UDP)
            .means("what the question goes by");
    static final Key<Brief> TLS = TlsKeys.AT_ONCE
            .tls()
            .means(
                    "with `transport: tls`: whether the certificate is verified and for which name, see [TLS options](#tls-options)");
    static final Key<Value<String>> QUERY = Key.value("query", NAME).means("the name asked for");
    static final Key<Value<DnsTarget.Type>> TYPE = Key.value("type", capitals(DnsTarget.Type.values()))
            .otherwise("`A`; `SOA` with `secondaries`")
            .means("the type asked for");
    static final Key<Usual<Boolean>> RECURSION = Key.usual("recursion", Kinds.YES_OR_NO, Defaults.DNS_RECURSION)
            .means("whether the server is asked to look further than its own zones; where `true` is written, it must"
                    + " offer to");
    static final Key<Values<DnsTarget.Code>> CODES = Key.values("codes", capitals(DnsTarget.Code.values()))
            .otherwise("`NOERROR`; without `query` also `REFUSED`")
            .means("which response codes pass");
    static final Key<Values<String>> ANSWERS = Key.values("answers", RECORD)
            .means("the records of the answer, no more and no less, in any order; `[]` wants none");
    static final Key<Values<String>> CONTAINS =
            Key.values("contains", RECORD).means("instead, records that must be among them");
    static final Key<Usual<Boolean>> AUTHORITATIVE = Key.usual(
                    "authoritative", Kinds.YES_OR_NO, Defaults.DNS_AUTHORITATIVE)
            .means("whether the server must say that the zone is its own (AA)");
    static final Key<Usual<Boolean>> AUTHENTICATED = Key.usual(
                    "authenticated", Kinds.YES_OR_NO, Defaults.DNS_AUTHENTICATED)
            .means("whether the server must say that it validated the answer (AD)");
    static final Key<Values<NtpTarget.Server>> SECONDARIES = Key.values(
                    "secondaries", ClockKeys.server(Defaults.DNS_PORT))
            .means("servers whose serial of the zone must be that of `host`; up to 16, each with `:PORT` if that is not"
                    + " the same");

    static final Key<Brief> DNS = Key.brief(
                    "dns",
                    Vocabulary.of(
                            "dns",
                            HOST,
                            PORT,
                            EndpointKeys.ADDRESS_FAMILY,
                            EndpointKeys.SOURCE_ADDRESS,
                            EndpointKeys.ALL_ADDRESSES,
                            TRANSPORT,
                            TLS,
                            QUERY,
                            TYPE,
                            RECURSION,
                            CODES,
                            ANSWERS,
                            CONTAINS,
                            AUTHORITATIVE,
                            AUTHENTICATED,
                            SECONDARIES),
                    HOST)
            .means("a name server, and what it answers");

    private DnsKeys() {}

    private static <E extends Enum<E>> Kind<E> capitals(E[] values) {
        List<String> names = Stream.of(values).map(Enum::name).toList();
        return new Kind<>(
                text -> Stream.of(values)
                        .filter(value -> value.name().equals(text))
                        .findFirst(),
                text -> "it must be one of " + String.join(", ", names),
                text -> "write one of these words, in capitals",
                Enum::name,
                new Shape.Words(names));
    }
}
