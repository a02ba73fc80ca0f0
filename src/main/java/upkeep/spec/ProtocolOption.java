package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.target.Protocol;

/**
 * What only one protocol can be told.
 *
 * @param kind which texts are right; the prober gets the text as it is written
 * @param fallback what holds where nothing is written
 */
record ProtocolOption(String key, Kind<?> kind, Optional<String> fallback) {

    /** All of a protocol, in the order in which people are told of them. */
    static List<ProtocolOption> of(Protocol protocol) {
        return switch (protocol) {
            case CLAMAV -> List.of();
        };
    }

    Optional<String> read(Fields fields) {
        if (!fields.has(key)) {
            fallback.ifPresent(value -> fields.note(key, value));
            return fallback;
        }
        return fields.read(key, kind)
                .flatMap(_ -> fields.entry(key))
                .map(Node.Entry::value)
                .filter(Node.Scalar.class::isInstance)
                .map(value -> ((Node.Scalar) value).text());
    }
}
