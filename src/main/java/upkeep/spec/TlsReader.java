package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import upkeep.target.Protocol.Feature;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.Start;

/** Reads how TLS is spoken: {@code tls: true}, {@code tls: starttls} or a map. */
final class TlsReader {

    private final Fields fields;
    private final Predicate<Feature> can;

    /**
     * @param can whether the protocol has TLS at once, and STARTTLS
     */
    TlsReader(Fields fields, Predicate<Feature> can) {
        this.fields = fields;
        this.can = can;
    }

    /** Nothing where the protocol is spoken in the clear. */
    Optional<TlsOptions> read() {
        Optional<Node.Entry> entry = fields.entry("tls");
        if (entry.isEmpty()) {
            return Optional.empty();
        }
        if (entry.get().value() instanceof Node.Scalar scalar && !scalar.isAbsent()) {
            return switch (scalar.text()) {
                case "false", "no", "off" -> {
                    fields.note("tls", "false");
                    yield Optional.empty();
                }
                case "true", "yes", "on" -> options(fields.only("tls", "unwritten", Words.TLS), usual());
                default -> options(fields.only("tls", "start", Words.TLS), usual());
            };
        }
        return options(fields.map("tls", Words.TLS), usual());
    }

    private Start usual() {
        return can.test(Feature.TLS) ? Start.AT_ONCE : Start.STARTTLS;
    }

    private Optional<TlsOptions> options(Fields tls, Start usual) {
        List<Start> starts = List.of(Start.AT_ONCE, Start.STARTTLS).stream()
                .filter(start -> can.test(start == Start.AT_ONCE ? Feature.TLS : Feature.STARTTLS))
                .toList();
        Start start = tls.read("start", Kind.word(starts), usual);
        boolean verify = tls.read("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS);
        return Optional.of(new TlsOptions(start, verify, tls.read("server-name", Kinds.HOST_NAME)));
    }
}
