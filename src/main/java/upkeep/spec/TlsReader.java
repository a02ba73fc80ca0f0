package upkeep.spec;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.ClientCertificate;
import upkeep.target.TlsOptions.Fingerprint;
import upkeep.target.TlsOptions.Start;

/** Reads how TLS is spoken: {@code tls: true}, {@code tls: starttls} or a map. */
final class TlsReader {

    private static final Kind<String> VERSION = Kinds.oneOf(List.of("1.2", "1.3"));

    private static final Kind<String> CIPHER = Kind.text(
            text -> text.matches("TLS_[A-Z0-9_]{1,60}")
                    ? Optional.empty()
                    : Optional.of("it is not the IANA name of a cipher suite"),
            "write such as TLS_AES_256_GCM_SHA384");

    private static final Kind<Fingerprint> FINGERPRINT = Kind.of(
                    "a SHA-256 or SHA-1 fingerprint",
                    "write the 64 hexadecimal digits that `openssl x509 -noout -fingerprint -sha256` prints",
                    TlsReader::fingerprint)
            .shown(Fingerprint::digits);

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

    private static List<Start> starts(Protocol protocol) {
        return List.of(Start.AT_ONCE, Start.STARTTLS).stream()
                .filter(start -> protocol.has(start == Start.AT_ONCE ? Feature.TLS : Feature.STARTTLS))
                .toList();
    }

    /** Nothing where the protocol is spoken in the clear. */
    Optional<TlsOptions> read() {
        Optional<Node.Entry> entry = fields.entry("tls");
        if (entry.isEmpty() || starts.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().value() instanceof Node.Scalar scalar && !scalar.isAbsent()) {
            return switch (scalar.text()) {
                case "false", "no", "off" -> {
                    fields.note("tls", "false");
                    yield Optional.empty();
                }
                case "true", "yes", "on" -> options(fields.only("tls", "unwritten", Words.TLS));
                default -> options(fields.only("tls", "start", Words.TLS));
            };
        }
        return options(fields.map("tls", Words.TLS));
    }

    private Optional<TlsOptions> options(Fields tls) {
        Start start = tls.read("start", Kind.word(starts), starts.getFirst());
        return Optional.of(options(tls, start, tls.read("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS)));
    }

    /** What holds whenever TLS begins; {@code start} and {@code verify} have been read. */
    static TlsOptions options(Fields tls, Start start, boolean verify) {
        Optional<String> authorities = tls.read("authorities", Kinds.PATH);
        if (authorities.isPresent() && !verify) {
            tls.report()
                    .error(
                            tls.at("authorities"),
                            "cannot use authorities: nothing is verified with verify: false",
                            "leave verify out");
        }
        return new TlsOptions(
                start,
                verify,
                tls.read("server-name", Kinds.HOST_NAME),
                authorities,
                client(tls),
                values(tls, "versions", VERSION),
                values(tls, "ciphers", CIPHER),
                readFingerprint(tls),
                tls.read("valid-for", Kinds.FINITE));
    }

    private static Optional<ClientCertificate> client(Fields tls) {
        Optional<String> certificate = tls.read("client-certificate", Kinds.PATH);
        Optional<String> key = tls.read("client-key", Kinds.PATH);
        if (tls.has("client-certificate") != tls.has("client-key")) {
            boolean lacksKey = tls.has("client-certificate");
            tls.report()
                    .error(
                            tls.at(lacksKey ? "client-certificate" : "client-key"),
                            "cannot show a certificate: " + (lacksKey ? "client-key" : "client-certificate")
                                    + " is missing",
                            "write both; one PEM file may hold the two");
        }
        return certificate.flatMap(path -> key.map(secret -> new ClientCertificate(path, secret)));
    }

    private static Optional<Fingerprint> readFingerprint(Fields tls) {
        Optional<Fingerprint> fingerprint = tls.read("fingerprint", FINGERPRINT);
        if (fingerprint.filter(it -> it.algorithm().equals("SHA-1")).isPresent()) {
            tls.report()
                    .warning(
                            tls.at("fingerprint"),
                            "the fingerprint is one of SHA-1, which somebody could forge; better write that of"
                                    + " SHA-256");
        }
        return fingerprint;
    }

    private static Optional<Fingerprint> fingerprint(String text) {
        String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
        if (!digits.matches("[0-9a-f]*") || text.contains("::")) {
            return Optional.empty();
        }
        return switch (digits.length()) {
            case 64 -> Optional.of(new Fingerprint("SHA-256", digits));
            case 40 -> Optional.of(new Fingerprint("SHA-1", digits));
            default -> Optional.empty();
        };
    }

    private static <T> List<T> values(Fields tls, String key, Kind<T> kind) {
        List<T> values = tls.list(key, kind).stream().map(Located::value).toList();
        if (tls.has(key) && tls.nodes(key).isEmpty()) {
            tls.report()
                    .error(tls.at(key), "cannot use empty " + key + ": TLS could not begin", "leave it out for all");
        }
        return values;
    }
}
