package upkeep.probe.clock;

import java.util.Map;
import java.util.Optional;

/**
 * What a server that gives no time says instead, in the reference id of a packet of stratum 0 (RFC 5905 section 7.4, and
 * RFC 8915 section 5.7 for NTSN).
 */
record KissCode(String code, String meaning, Kind kind) {

    /** What the code means for a probe. */
    enum Kind {
        /** The server works, but has no time to give yet. */
        NOT_SYNCHRONISED,
        /** We ask too often; the server may be well. */
        TOO_OFTEN,
        /** The server will not serve us. */
        DENIED,
        /** The server wants something that a plain client does not do. */
        OTHER
    }

    private static final Map<String, KissCode> KNOWN = Map.ofEntries(
            code("INIT", "it has not yet synchronised for the first time", Kind.NOT_SYNCHRONISED),
            code("STEP", "its clock was just stepped and it has not synchronised again", Kind.NOT_SYNCHRONISED),
            code("RATE", "asked too often; ask less often with every:", Kind.TOO_OFTEN),
            code("DENY", "it denies access to this client", Kind.DENIED),
            code("RSTR", "its local policy denies access to this client", Kind.DENIED),
            code("AUTH", "server authentication failed", Kind.OTHER),
            code("CRYP", "cryptographic authentication or identification failed", Kind.OTHER),
            code("NKEY", "no key was found", Kind.OTHER),
            code("NTSN", "network time security was refused", Kind.OTHER),
            code("ACST", "the association belongs to an anycast server", Kind.OTHER),
            code("BCST", "the association belongs to a broadcast server", Kind.OTHER),
            code("MCST", "the association belongs to a multicast server", Kind.OTHER),
            code("AUTO", "the Autokey sequence failed", Kind.OTHER),
            code("DROP", "the peer was lost", Kind.OTHER),
            code("RMOT", "somebody tampers with the association from a remote host", Kind.OTHER));

    private static Map.Entry<String, KissCode> code(String code, String meaning, Kind kind) {
        return Map.entry(code, new KissCode(code, meaning, kind));
    }

    static Optional<KissCode> of(String code) {
        return Optional.ofNullable(KNOWN.get(code));
    }
}
