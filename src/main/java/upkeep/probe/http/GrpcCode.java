package upkeep.probe.http;

import java.util.List;

/** The status codes of gRPC by their numbers, and what they mean for a health check. */
final class GrpcCode {

    private static final List<String> NAMES = List.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private GrpcCode() {}

    static String words(int code) {
        String name = code < NAMES.size() ? NAMES.get(code) : "code " + code;
        return switch (code) {
            case 5 -> name + ": it does not know the service";
            case 7, 16 -> name + ": it does not let us ask";
            case 12 -> name + ": it has no health service";
            default -> name;
        };
    }
}
