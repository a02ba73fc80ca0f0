package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;
import upkeep.target.TlsOptions;
import upkeep.target.TlsOptions.Start;

/** Reads how TLS is spoken: {@code tls: true}, {@code tls: starttls} or a map. */
final class TlsReader {

    private final Fields fields;
    /** When TLS can begin, the usual one first. */
    private final List<Start> starts;

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
        boolean verify = tls.read("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS);
        return Optional.of(new TlsOptions(start, verify, tls.read("server-name", Kinds.HOST_NAME)));
    }
}
