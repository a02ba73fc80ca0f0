package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private static final List<Key<?>> ABOUT_ANSWERS = List.of(
            DnsKeys.TYPE,
            DnsKeys.CODES,
            DnsKeys.ANSWERS,
            DnsKeys.CONTAINS,
            DnsKeys.AUTHENTICATED,
            DnsKeys.AUTHORITATIVE);

    private final TargetContext context;
    private final Fields dns;
    private final Report report;

    DnsReader(TargetContext context) {
        this.context = context;
        this.dns = context.fields(DnsKeys.DNS, DnsKeys.HOST);
        this.report = context.report();
    }

    Optional<Target> read() {
        Transport transport = dns.get(DnsKeys.TRANSPORT);
        Optional<TlsOptions> tls = tls(transport);
        int usualPort = transport == Transport.TLS ? Defaults.DNS_TLS_PORT : Defaults.DNS_PORT;
        Endpoint.Port server = new EndpointReader(dns, context.port(), usualPort).port();
        List<Endpoint.Port> secondaries = secondaries(server);
        Optional<String> query = dns.read(DnsKeys.QUERY);
        DnsTarget.Type type = dns.has(DnsKeys.QUERY)
                ? dns.read(DnsKeys.TYPE, secondaries.isEmpty() ? DnsTarget.Type.A : DnsTarget.Type.SOA)
                : DnsTarget.Type.NS;
        if (!secondaries.isEmpty() && type != DnsTarget.Type.SOA) {
            report.error(
                    dns.at(DnsKeys.SECONDARIES),
                    "cannot compare serials: only an SOA record has one",
                    "write query: the name of the zone, and type: SOA");
        }
        boolean recursion = dns.get(DnsKeys.RECURSION);
        List<DnsTarget.Code> codes = codes();
        DnsTarget.Demands demands = demands(type, recursion);
        if (!dns.has(DnsKeys.QUERY)) {
            for (Key<?> key : ABOUT_ANSWERS) {
                if (dns.has(key) && dns.lacks(DnsKeys.QUERY)) {
                    report.error(
                            dns.at(key),
                            "cannot use " + key.name() + ": it is not said which name is asked for",
                            "write query: NAME");
                }
            }
        }
        return Optional.of(new DnsTarget(server, transport, tls, query, type, recursion, codes, demands, secondaries));
    }

    private Optional<TlsOptions> tls(Transport transport) {
        Optional<TlsOptions> written = new TlsReader(dns, List.of(TlsOptions.Start.AT_ONCE)).read();
        if (dns.has(DnsKeys.TLS) && transport != Transport.TLS) {
            report.error(dns.at(DnsKeys.TLS), "cannot use tls with this transport", "write transport: tls");
        }
        return transport == Transport.TLS
                ? written.or(() ->
                        Optional.of(new TlsOptions(TlsOptions.Start.AT_ONCE, Defaults.VERIFY_TLS, Optional.empty())))
                : Optional.empty();
    }

    private List<DnsTarget.Code> codes() {
        if (!dns.has(DnsKeys.CODES)) {
            List<DnsTarget.Code> usual = dns.has(DnsKeys.QUERY)
                    ? List.of(DnsTarget.Code.NOERROR)
                    : List.of(DnsTarget.Code.NOERROR, DnsTarget.Code.REFUSED);
            dns.note(DnsKeys.CODES, DnsKeys.CODES.form().kind().showAll(usual));
            return usual;
        }
        if (dns.nodes(DnsKeys.CODES).isEmpty()) {
            report.error(dns.at(DnsKeys.CODES), "cannot use an empty codes: no answer would pass", "write NOERROR");
        }
        return dns.list(DnsKeys.CODES).stream().map(Located::value).toList();
    }

    private DnsTarget.Demands demands(DnsTarget.Type type, boolean recursion) {
        Kind<String> record = type == DnsTarget.Type.A || type == DnsTarget.Type.AAAA ? Kinds.ADDRESS : Kinds.LINE;
        Optional<List<String>> answers =
                dns.has(DnsKeys.ANSWERS) ? Optional.of(records(DnsKeys.ANSWERS, record)) : Optional.empty();
        List<String> contains = records(DnsKeys.CONTAINS, record);
        if (dns.has(DnsKeys.ANSWERS) && dns.has(DnsKeys.CONTAINS)) {
            report.error(
                    dns.at(DnsKeys.CONTAINS),
                    "cannot use answers and contains together: answers are all there must be");
        }
        return new DnsTarget.Demands(
                answers,
                contains,
                dns.get(DnsKeys.AUTHORITATIVE),
                dns.get(DnsKeys.AUTHENTICATED),
                dns.has(DnsKeys.RECURSION) && recursion);
    }

    private List<String> records(Key<Form.Values<String>> key, Kind<String> record) {
        int written = dns.nodes(key).size();
        if (written > MOST_ANSWERS) {
            report.error(dns.at(key), "cannot compare " + written + " records: the most are " + MOST_ANSWERS);
        }
        return dns.list(key, record).stream().map(Located::value).toList();
    }

    /** What else the first server has, the others have too. */
    private List<Endpoint.Port> secondaries(Endpoint.Port server) {
        List<Endpoint.Port> secondaries = new ArrayList<>();
        for (Located<NtpTarget.Server> located : dns.list(DnsKeys.SECONDARIES)) {
            NtpTarget.Server other = located.value();
            secondaries.add(new Endpoint.Port(other.host(), other.port(), server.family(), server.source()));
        }
        if (secondaries.size() > MOST_SECONDARIES) {
            report.error(
                    dns.at(DnsKeys.SECONDARIES),
                    "cannot ask " + secondaries.size() + " servers: the most are " + MOST_SECONDARIES);
        }
        return secondaries;
    }
}
