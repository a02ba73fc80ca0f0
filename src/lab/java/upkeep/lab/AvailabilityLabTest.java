package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** How much of the time a service answered, over a stop, a failure and a death of upkeepd. */
@OnEverySuite
class AvailabilityLabTest {

    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/sleep, infinity]
                user: web
                restart: "no"
                objective: 99.9% per 30d
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "availability");
        installed.tryApply(SPEC).orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static JsonNode seconds() {
        return installed.json("availability", "web").path(0).path("seconds");
    }

    private static void awaitMore(String standing) {
        long before = seconds().path(standing).asLong();
        installed.await(
                () -> "more of " + standing + ": " + seconds(),
                () -> seconds().path(standing).asLong() >= before + 10);
    }

    @Test
    void everySecondIsSomething() {
        Machine machine = installed.machine();
        awaitMore("up");
        machine.run("systemctl", "stop", "web.service").orFail();
        awaitMore("maintenance");
        machine.run("systemctl", "start", "web.service").orFail();
        awaitMore("up");
        machine.run("systemctl", "kill", "--signal=KILL", "web.service").orFail();
        awaitMore("down");

        // Nothing is known of the time in which it was away.
        machine.run("systemctl", "kill", "--signal=KILL", "upkeepd.service").orFail();
        installed.await("it is back", () -> installed.upkeep("availability").exit() < 2);
        long down = seconds().path("down").asLong();
        awaitMore("down");
        JsonNode web = installed.json("availability", "web").path(0);
        assertTrue(web.path("seconds").path("down").asLong() > down);
        assertEquals(2_592_000, web.path("over").asLong());
        assertEquals("99.9% per 30d", web.path("objective").path("text").asText());
        assertTrue(web.path("availability").asDouble() < 1, web::toString);
        long sum = 0;
        for (JsonNode each : web.path("seconds")) {
            sum += each.asLong();
        }
        assertTrue(Math.abs(sum - 2_592_000) <= 5, sum + " s");
        assertTrue(installed.upkeep("availability", "web").out().contains("MAY BE DOWN"));
    }
}
