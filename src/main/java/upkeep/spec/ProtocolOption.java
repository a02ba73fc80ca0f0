package upkeep.spec;

import java.nio.charset.StandardCharsets;
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

    private static final Kind<String> SHORT = Kinds.LINE.where(
            text -> text.getBytes(StandardCharsets.UTF_8).length <= 255,
            "it is longer than 255 bytes",
            "write a shorter one");

    /** A topic that can be published on. */
    private static final Kind<String> TOPIC = SHORT.where(
            text -> !text.contains("+") && !text.contains("#"),
            "nobody can publish on a pattern",
            "write one topic, such as upkeep/check");

    /** All of a protocol, in the order in which people are told of them. */
    static List<ProtocolOption> of(Protocol protocol) {
        return switch (protocol) {
            case AMQP ->
                List.of(
                        new ProtocolOption("virtual-host", SHORT, Optional.of(Defaults.AMQP_VIRTUAL_HOST)),
                        new ProtocolOption("queue", SHORT, Optional.empty()));
            case CLAMAV -> List.of();
            case GRPC ->
                List.of(
                        new ProtocolOption("service", Kinds.LINE, Optional.empty()),
                        new ProtocolOption("authority", HeadersReader.HEADER, Optional.empty()));
            case MQTT ->
                List.of(
                        new ProtocolOption(
                                "version", Kinds.oneOf(List.of("3.1.1", "5.0")), Optional.of(Defaults.MQTT_VERSION)),
                        new ProtocolOption("client-id", SHORT, Optional.empty()),
                        new ProtocolOption("topic", TOPIC, Optional.empty()));
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
