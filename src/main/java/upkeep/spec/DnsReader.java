package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import upkeep.target.DnsTarget;
import upkeep.target.DnsTarget.Transport;
import upkeep.target.Endpoint;
import upkeep.target.NtpTarget;
import upkeep.target.Target;
import upkeep.target.TlsOptions;

/** Reads which name server is asked for what: {@code dns: HOST} or a map. */
final class DnsReader {

    private static final int MOST_ANSWERS = 64;
    private static final int MOST_SECONDARIES = 16;

    private static final Kind<Transport> TRANSPORT = Kind.word(List.of(Transport.values()));
    private static final Kind<DnsTarget.Type> TYPE = capitals(DnsTarget.Type.values());
    private static final Kind<DnsTarget.Code> CODE = capitals(DnsTarget.Code.values());

    /** A name as it goes over the wire: any bytes but dots, which separate its parts; the root is a dot alone. */
    private static final Kind<String> NAME = Kind.text(
            text -> text.equals(".")
                            || text.matches("(?=.{1,254}$)([!-\\[\\]-~&&[^.]]{1,63}\\.)*[!-\\[\\]-~&&[^.]]{1,63}\\.?")
                    ? Optional.empty()
                    : Optional.of("it is not a domain name"),
            "write a name such as www.example.org, or for an address its 4.3.2.1.in-addr.arpa");

    private final TargetContext context;
    private final Fields dns;
    private final Report report;

    DnsReader(TargetContext context) {
        this.context = context;
        Fields check = context.check();
        this.dns = context.isShort("dns") ? check.only("dns", "host", Words.DNS) : check.map("dns", Words.DNS);
        this.report = context.report();
    }

    private static <E extends Enum<E>> Kind<E> capitals(E[] values) {
        List<String> names = Stream.of(values).map(Enum::name).toList();
        return new Kind<>(
                text -> Stream.of(values)
                        .filter(value -> value.name().equals(text))
                        .findFirst(),
                text -> "it must be one of " + String.join(", ", names),
                text -> "write one of these words, in capitals",
                Enum::name);
    }

    Optional<Target> read() {
        Transport transport = dns.read("transport", TRANSPORT, Transport.UDP);
        Optional<TlsOptions> tls = tls(transport);
        int usualPort = transport == Transport.TLS ? Defaults.DNS_TLS_PORT : Defaults.DNS_PORT;
        Endpoint.Port server = new EndpointReader(dns, context.port(), usualPort).port();
        List<Endpoint.Port> secondaries = secondaries(server);
        Optional<String> query = dns.read("query", NAME);
        DnsTarget.Type type = dns.has("query")
                ? dns.read("type", TYPE, secondaries.isEmpty() ? DnsTarget.Type.A : DnsTarget.Type.SOA)
                : DnsTarget.Type.NS;
        if (!secondaries.isEmpty() && type != DnsTarget.Type.SOA) {
            report.error(
                    dns.at("secondaries"),
                    "cannot compare serials: only an SOA record has one",
                    "write query: the name of the zone, and type: SOA");
        }
        boolean recursion = dns.read("recursion", Kinds.YES_OR_NO, Defaults.DNS_RECURSION);
        List<DnsTarget.Code> codes = codes();
        DnsTarget.Demands demands = demands(type, recursion);
        if (!dns.has("query")) {
            for (String key : List.of("type", "codes", "answers", "contains", "authenticated", "authoritative")) {
                if (dns.has(key) && dns.lacks("query")) {
                    report.error(
                            dns.at(key),
                            "cannot use " + key + ": it is not said which name is asked for",
                            "write query: NAME");
                }
            }
        }
        return Optional.of(new DnsTarget(server, transport, tls, query, type, recursion, codes, demands, secondaries));
    }

    private Optional<TlsOptions> tls(Transport transport) {
        Optional<TlsOptions> written = new TlsReader(dns, List.of(TlsOptions.Start.AT_ONCE)).read();
        if (dns.has("tls") && transport != Transport.TLS) {
            report.error(dns.at("tls"), "cannot use tls with this transport", "write transport: tls");
        }
        return transport == Transport.TLS
                ? written.or(() ->
                        Optional.of(new TlsOptions(TlsOptions.Start.AT_ONCE, Defaults.VERIFY_TLS, Optional.empty())))
                : Optional.empty();
    }

    private List<DnsTarget.Code> codes() {
        if (!dns.has("codes")) {
            List<DnsTarget.Code> usual = dns.has("query")
                    ? List.of(DnsTarget.Code.NOERROR)
                    : List.of(DnsTarget.Code.NOERROR, DnsTarget.Code.REFUSED);
            dns.note("codes", CODE.showAll(usual));
            return usual;
        }
        if (dns.nodes("codes").isEmpty()) {
            report.error(dns.at("codes"), "cannot use an empty codes: no answer would pass", "write NOERROR");
        }
        return dns.list("codes", CODE).stream().map(Located::value).toList();
    }

    private DnsTarget.Demands demands(DnsTarget.Type type, boolean recursion) {
        Kind<String> record = type == DnsTarget.Type.A || type == DnsTarget.Type.AAAA ? Kinds.ADDRESS : Kinds.LINE;
        Optional<List<String>> answers =
                dns.has("answers") ? Optional.of(records("answers", record)) : Optional.empty();
        List<String> contains = records("contains", record);
        if (dns.has("answers") && dns.has("contains")) {
            report.error(dns.at("contains"), "cannot use answers and contains together: answers are all there must be");
        }
        return new DnsTarget.Demands(
                answers,
                contains,
                dns.read("authoritative", Kinds.YES_OR_NO, Defaults.DNS_AUTHORITATIVE),
                dns.read("authenticated", Kinds.YES_OR_NO, Defaults.DNS_AUTHENTICATED),
                dns.has("recursion") && recursion);
    }

    private List<String> records(String key, Kind<String> record) {
        int written = dns.nodes(key).size();
        if (written > MOST_ANSWERS) {
            report.error(dns.at(key), "cannot compare " + written + " records: the most are " + MOST_ANSWERS);
        }
        return dns.list(key, record).stream().map(Located::value).toList();
    }

    /** What else the first server has, the others have too. */
    private List<Endpoint.Port> secondaries(Endpoint.Port server) {
        List<Endpoint.Port> secondaries = new ArrayList<>();
        for (Located<NtpTarget.Server> located : dns.list("secondaries", NtpReader.server(server.port()))) {
            NtpTarget.Server other = located.value();
            secondaries.add(new Endpoint.Port(other.host(), other.port(), server.family(), server.source()));
        }
        if (secondaries.size() > MOST_SECONDARIES) {
            report.error(
                    dns.at("secondaries"),
                    "cannot ask " + secondaries.size() + " servers: the most are " + MOST_SECONDARIES);
        }
        return secondaries;
    }
}
