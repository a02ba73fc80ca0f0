package upkeep.lab.checks;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Locale;
import upkeep.core.Observation.Depth;

/**
 * What one probe found, as {@code upkeep check --debug --json} tells it.
 *
 * @param failure the kind of failure; empty unless it failed
 * @param took from the first step to the last, by upkeepd's own clock
 */
record Probed(String check, Result result, String failure, Depth depth, String text, Duration took) {

    enum Result {
        PASSED,
        FAILED,
        UNKNOWN
    }

    static Probed of(JsonNode json) {
        JsonNode steps = json.path("steps");
        return new Probed(
                json.path("check").asText(),
                Result.valueOf(json.path("result").asText().toUpperCase(Locale.ROOT)),
                json.path("failure").asText(),
                Depth.valueOf(json.path("depth").asText().toUpperCase(Locale.ROOT)),
                json.path("text").asText(),
                Duration.ofNanos(
                        1000 * steps.path(steps.size() - 1).path("microseconds").asLong()));
    }

    boolean hasPassed() {
        return result == Result.PASSED;
    }

    boolean hasFailed() {
        return result == Result.FAILED;
    }

    /** What there is to see in a cell of a table: {@code query}, {@code timeout}, {@code unknown}. */
    String word() {
        return switch (result) {
            case PASSED -> depth.name().toLowerCase(Locale.ROOT);
            case FAILED -> failure;
            case UNKNOWN -> "unknown";
        };
    }

    @Override
    public String toString() {
        return check + ": " + result + " " + word() + " after " + took.toMillis() + " ms: " + text;
    }
}
