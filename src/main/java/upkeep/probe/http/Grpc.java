package upkeep.probe.http;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.http.HttpHead.Field;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.OctetWriter;
import upkeep.probe.wire.Speaker;
import upkeep.target.Endpoint;
import upkeep.target.ProtocolTarget;

/**
 * Asks a gRPC server for the health of one of its services, or of the whole (grpc.health.v1.Health/Check); over plain
 * HTTP/2 or over TLS. Only SERVING passes.
 */
public final class Grpc implements Speaker {

    private static final int HEADER_SIZE = 5;

    /** Field 1, a text; field 1, a number (the encoding of protocol buffers). */
    private static final int SERVICE_FIELD = 1 << 3 | 2;

    private static final int STATUS_FIELD = 1 << 3;

    private final String userAgent;

    public Grpc(String userAgent) {
        this.userAgent = userAgent;
    }

    @Override
    public List<String> applicationProtocols() {
        return List.of("h2");
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        String service = target.option("service").orElse("");
        Http2.Answer answer = new Http2(channel).ask(header(target, channel.deadline()), question(service));
        String httpStatus = answer.field(":status").orElse("none");
        String type = answer.field("content-type").orElse("");
        channel.findings().reached(Depth.QUERY);
        if (!httpStatus.equals("200")) {
            throw channel.sick(FailureKind.STATUS, "answered HTTP status " + Words.printable(httpStatus, 20));
        }
        if (!type.startsWith("application/grpc")) {
            throw channel.sick(FailureKind.PROTOCOL, "is no gRPC server: it answered " + Words.printable(type, 60));
        }
        int code = code(answer, channel);
        channel.findings().measure("status", code);
        if (code != 0) {
            throw channel.sick(FailureKind.STATUS, "answered " + GrpcCode.words(code) + message(answer));
        }
        String health = health(answer.data(), channel);
        channel.findings().found("health", health);
        channel.findings().reached(Depth.VALUE);
        String of = service.isEmpty() ? "" : " for " + Words.printable(service, 100);
        if (!health.equals("SERVING")) {
            throw channel.sick(FailureKind.STATUS, "answered " + health + of + ", wanted SERVING");
        }
        return "answered SERVING" + of;
    }

    private List<Field> header(ProtocolTarget target, Deadline deadline) {
        String authority = target.option("authority").orElseGet(() -> switch (target.endpoint()) {
            case Endpoint.Port port -> port.text();
            case Endpoint.Local _ -> "localhost";
        });
        long milliseconds = Math.clamp(deadline.remainingNanos() / 1_000_000, 1, 99_999_999);
        return List.of(
                new Field(":method", "POST"),
                new Field(":scheme", target.tls().isPresent() ? "https" : "http"),
                new Field(":path", "/grpc.health.v1.Health/Check"),
                new Field(":authority", authority),
                new Field("te", "trailers"),
                new Field("content-type", "application/grpc"),
                new Field("user-agent", userAgent),
                new Field("grpc-timeout", milliseconds + "m"));
    }

    /** HealthCheckRequest, uncompressed. */
    static byte[] question(String service) {
        byte[] name = service.getBytes(StandardCharsets.UTF_8);
        OctetWriter message = new OctetWriter();
        if (name.length > 0) {
            message.octet(SERVICE_FIELD);
            int rest = name.length;
            for (; rest >= 0x80; rest >>= 7) {
                message.octet((rest & 0x7f) | 0x80);
            }
            message.octet(rest).bytes(name);
        }
        return new OctetWriter()
                .octet(0)
                .quad(message.size())
                .bytes(message.toBytes())
                .toBytes();
    }

    private static int code(Http2.Answer answer, Channel channel) throws Stop {
        Optional<String> code = answer.field("grpc-status").filter(text -> text.matches("[0-9]{1,3}"));
        if (code.isEmpty()) {
            throw channel.sick(FailureKind.PROTOCOL, "ended its answer without a gRPC status");
        }
        return Integer.parseInt(code.get());
    }

    private static String message(Http2.Answer answer) {
        return answer.field("grpc-message")
                .filter(text -> !text.isEmpty())
                .map(text -> " (" + Words.printable(decoded(text), 200) + ")")
                .orElse("");
    }

    /** Percent-encoded UTF-8; what is not stays as it is. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException plain) {
            return text;
        }
    }

    /** The status of a HealthCheckResponse; one without any is that of the number 0. */
    private static String health(byte[] data, Channel channel) throws Stop {
        if (data.length < HEADER_SIZE || data[0] != 0) {
            throw channel.sick(FailureKind.PROTOCOL, "sent no message, or a compressed one, which was not asked for");
        }
        boolean none = data.length == HEADER_SIZE;
        if (!none && (data.length < HEADER_SIZE + 2 || data[HEADER_SIZE] != STATUS_FIELD)) {
            throw channel.sick(FailureKind.PROTOCOL, "sent a message that holds no health");
        }
        return switch (none ? 0 : data[HEADER_SIZE + 1]) {
            case 0 -> "UNKNOWN";
            case 1 -> "SERVING";
            case 2 -> "NOT_SERVING";
            case 3 -> "SERVICE_UNKNOWN";
            default -> "an undefined health";
        };
    }
}
