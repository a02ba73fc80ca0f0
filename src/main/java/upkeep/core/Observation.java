package upkeep.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one probe found. {@code Unknown} means that the probe could not be run (no descriptor, no route from here, no
 * helper): it is never taken for a failure of the target. Measurements are by name, seconds for times.
 */
public sealed interface Observation {

    /** How far the probe got; a shallow answer is not sold as a deep one. */
    Depth depth();

    Map<String, Double> measurements();

    /** What was found that is no number, by name; each at most {@value #LONGEST_TEXT} characters. */
    Map<String, String> texts();

    /** The longest of {@link #texts()}. */
    int LONGEST_TEXT = 1_024;

    /** One sentence for people: what was seen, or why nothing could be. */
    String text();

    /** How deep a probe looked, from nothing at all to the value it asked for. */
    enum Depth {
        NONE,
        OPEN,
        BANNER,
        HANDSHAKE,
        LOGIN,
        QUERY,
        VALUE
    }

    /** What kind of failure, for rules and statistics; the text says the rest. */
    enum FailureKind {
        REFUSED,
        UNREACHABLE,
        NAME,
        TIMEOUT,
        CLOSED,
        TLS,
        PROTOCOL,
        STATUS,
        CONTENT,
        LATENCY,
        NOT_SYNCHRONISED,
        OFFSET,
        MISSING,
        DIFFERENT,
        UNREADABLE,
        EXIT,
        DOWN,
        DEGRADED,
        OVERDUE,
        OWNER
    }

    record Passed(Depth depth, String text, Map<String, Double> measurements, Map<String, String> texts)
            implements Observation {
        public Passed {
            measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
            texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        }

        public Passed(Depth depth, String text, Map<String, Double> measurements) {
            this(depth, text, measurements, Map.of());
        }
    }

    record Failed(
            FailureKind kind, Depth depth, String text, Map<String, Double> measurements, Map<String, String> texts)
            implements Observation {
        public Failed {
            measurements = Collections.unmodifiableMap(new LinkedHashMap<>(measurements));
            texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        }

        public Failed(FailureKind kind, Depth depth, String text, Map<String, Double> measurements) {
            this(kind, depth, text, measurements, Map.of());
        }
    }

    record Unknown(String text) implements Observation {
        @Override
        public Depth depth() {
            return Depth.NONE;
        }

        @Override
        public Map<String, Double> measurements() {
            return Map.of();
        }

        @Override
        public Map<String, String> texts() {
            return Map.of();
        }
    }
}
