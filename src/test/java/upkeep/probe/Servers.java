package upkeep.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import upkeep.core.Observation;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.target.Endpoint;

/** What tests of servers on loopback have in common. */
public final class Servers {

    public static final Duration LONG = Duration.ofSeconds(30);
    public static final Duration SHORT = Duration.ofMillis(300);

    private Servers() {}

    public static Endpoint.Port at(int port) {
        return new Endpoint.Port("127.0.0.1", port, Endpoint.Family.ANY, Optional.empty());
    }

    /** The observation is a pass of this depth, whose text begins so after the address. */
    public static Observation.Passed assertPassed(Depth depth, String text, Observation observation) {
        Observation.Passed passed = assertInstanceOf(Observation.Passed.class, observation, observation::text);
        assertEquals(depth, passed.depth(), passed.text());
        assertTrue(passed.text().replaceFirst("^[^ ]+ ", "").startsWith(text), passed.text());
        return passed;
    }

    /** The observation is a failure of this kind, whose text is so after the address. */
    public static Observation.Failed assertFailed(FailureKind kind, String text, Observation observation) {
        Observation.Failed failed = assertInstanceOf(Observation.Failed.class, observation, observation::text);
        assertEquals(text, failed.text().replaceFirst("^[^ ]+ ", ""));
        assertEquals(kind, failed.kind(), failed.text());
        return failed;
    }
}
