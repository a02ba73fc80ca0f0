package upkeep.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A name server (RFC 1035), asked over UDP, TCP or TLS (RFC 7858).
 *
 * @param server where it is
 * @param tls how TLS is spoken; present for {@link Transport#TLS} alone
 * @param query the name that is asked for; absent where it is only asked whether anything answers, which a question for
 *     the name servers of the root tells
 * @param codes the response codes that pass; at least one
 * @param demands what the answer must be beside that
 * @param secondaries servers whose serial of the zone must be that of {@code server}; for {@link Type#SOA} alone
 */
public record DnsTarget(
        Endpoint.Port server,
        Transport transport,
        Optional<TlsOptions> tls,
        Optional<String> query,
        Type type,
        boolean recursion,
        List<Code> codes,
        Demands demands,
        List<Endpoint.Port> secondaries)
        implements Target {

    public DnsTarget {
        codes = List.copyOf(codes);
        secondaries = List.copyOf(secondaries);
    }

    /**
     * What an answer must be. Records are in the form of zone files (RFC 1035 section 5), without owner, time to live and
     * class.
     *
     * @param answers the records, no more and no less, in any order; an empty list wants none
     * @param contains records that must be among the answers
     * @param authoritative whether the server must say that the zone is its own
     * @param authenticated whether it must say that the answer was validated (DNSSEC)
     * @param recursionAvailable whether it must offer recursion
     */
    public record Demands(
            Optional<List<String>> answers,
            List<String> contains,
            boolean authoritative,
            boolean authenticated,
            boolean recursionAvailable) {
        public Demands {
            answers = answers.map(List::copyOf);
            contains = List.copyOf(contains);
        }
    }

    /** What the question goes by. */
    public enum Transport {
        UDP,
        TCP,
        TLS
    }

    /** What a record is about, with its number on the wire. */
    public enum Type {
        A(1),
        NS(2),
        CNAME(5),
        SOA(6),
        PTR(12),
        MX(15),
        TXT(16),
        AAAA(28),
        SRV(33),
        DS(43),
        DNSKEY(48),
        CAA(257);

        private final int number;

        Type(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /** What a server says became of the question, with its number on the wire. */
    public enum Code {
        NOERROR(0),
        FORMERR(1),
        SERVFAIL(2),
        NXDOMAIN(3),
        NOTIMP(4),
        REFUSED(5);

        private final int number;

        Code(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    @Override
    public String kind() {
        return "dns";
    }

    @Override
    public String text() {
        return query.map(name -> name + " " + type + " at ").orElse("") + server.text();
    }

    @Override
    public List<String> hosts() {
        return Stream.concat(Stream.of(server), secondaries.stream())
                .map(Endpoint.Port::host)
                .toList();
    }

    @Override
    public List<String> measurements() {
        List<String> all =
                new ArrayList<>(List.of("lookup", "connect", "tls", TlsOptions.DAYS, "total", "answers", "ttl"));
        if (type == Type.SOA) {
            all.addAll(List.of("serial", "serial-lag"));
        }
        return all;
    }

    @Override
    public List<String> texts() {
        return Stream.concat(TlsOptions.TEXTS.stream(), Stream.of("code", "records"))
                .toList();
    }
}
