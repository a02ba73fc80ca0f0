package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.ClientCertificate;
import upkeep.target.TlsOptions.Fingerprint;
import upkeep.target.TlsOptions.Start;

/** Reads how TLS is spoken: {@code tls: true}, {@code tls: starttls} or a map. */
final class TlsReader {

    private final Fields fields;
    private final List<Start> starts;

    /**
     * @param starts when TLS can begin, the usual one first; none for what is spoken in the clear alone
     */
    TlsReader(Fields fields, List<Start> starts) {
        this.fields = fields;
        this.starts = starts;
    }

    TlsReader(Fields fields, Protocol protocol) {
        this(fields, starts(protocol));
    }

    /** When TLS can begin in a protocol, the usual one first. */
    static List<Start> starts(Protocol protocol) {
        return List.of(Start.AT_ONCE, Start.STARTTLS).stream()
                .filter(start -> protocol.has(start == Start.AT_ONCE ? Feature.TLS : Feature.STARTTLS))
                .toList();
    }

    /** Nothing where the protocol is spoken in the clear. */
    Optional<TlsOptions> read() {
        Optional<Node.Entry> entry = fields.entry(TlsKeys.EITHER.tls());
        if (entry.isEmpty() || starts.isEmpty()) {
            return Optional.empty();
        }
        TlsKeys.Spoken keys = TlsKeys.of(starts);
        if (entry.get().value() instanceof Node.Scalar scalar && !scalar.isAbsent()) {
            return switch (scalar.text()) {
                case "false", "no", "off" -> {
                    fields.note(keys.tls(), "false");
                    yield Optional.empty();
                }
                case "true", "yes", "on" -> options(keys, fields.only(keys.tls(), TlsKeys.SPOKEN));
                default -> options(keys, fields.only(keys.tls(), keys.start()));
            };
        }
        return options(keys, fields.map(keys.tls()));
    }

    private Optional<TlsOptions> options(TlsKeys.Spoken keys, Fields tls) {
        Start start = tls.read(keys.start(), starts.getFirst());
        return Optional.of(options(tls, start, tls.get(TlsKeys.VERIFY)));
    }

    /** What holds whenever TLS begins; {@code start} and {@code verify} have been read. */
    static TlsOptions options(Fields tls, Start start, boolean verify) {
        Optional<String> authorities = tls.read(TlsKeys.AUTHORITIES);
        if (authorities.isPresent() && !verify) {
            tls.report()
                    .error(
                            tls.at(TlsKeys.AUTHORITIES),
                            "cannot use authorities: nothing is verified with verify: false",
                            "leave verify out");
        }
        return new TlsOptions(
                start,
                verify,
                tls.read(TlsKeys.SERVER_NAME),
                authorities,
                client(tls),
                values(tls, TlsKeys.VERSIONS),
                values(tls, TlsKeys.CIPHERS),
                readFingerprint(tls),
                tls.read(TlsKeys.VALID_FOR));
    }

    private static Optional<ClientCertificate> client(Fields tls) {
        Optional<String> certificate = tls.read(TlsKeys.CLIENT_CERTIFICATE);
        Optional<String> key = tls.read(TlsKeys.CLIENT_KEY);
        if (tls.has(TlsKeys.CLIENT_CERTIFICATE) != tls.has(TlsKeys.CLIENT_KEY)) {
            boolean lacksKey = tls.has(TlsKeys.CLIENT_CERTIFICATE);
            tls.report()
                    .error(
                            tls.at(lacksKey ? TlsKeys.CLIENT_CERTIFICATE : TlsKeys.CLIENT_KEY),
                            "cannot show a certificate: " + (lacksKey ? "client-key" : "client-certificate")
                                    + " is missing",
                            "write both; one PEM file may hold the two");
        }
        return certificate.flatMap(path -> key.map(secret -> new ClientCertificate(path, secret)));
    }

    private static Optional<Fingerprint> readFingerprint(Fields tls) {
        Optional<Fingerprint> fingerprint = tls.read(TlsKeys.FINGERPRINT);
        if (fingerprint.filter(it -> it.algorithm().equals("SHA-1")).isPresent()) {
            tls.report()
                    .warning(
                            tls.at(TlsKeys.FINGERPRINT),
                            "the fingerprint is one of SHA-1, which somebody could forge; better write that of"
                                    + " SHA-256");
        }
        return fingerprint;
    }

    private static <T> List<T> values(Fields tls, Key<Form.Values<T>> key) {
        List<T> values = tls.list(key).stream().map(Located::value).toList();
        if (tls.has(key) && tls.nodes(key).isEmpty()) {
            tls.report()
                    .error(
                            tls.at(key),
                            "cannot use empty " + key.name() + ": TLS could not begin",
                            "leave it out for all");
        }
        return values;
    }
}
