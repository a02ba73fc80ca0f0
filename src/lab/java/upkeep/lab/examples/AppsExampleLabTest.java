package upkeep.lab.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;

/** A shop of several services and a check, as the example has it: one state, and one incident. */
@OnEverySuite
class AppsExampleLabTest {

    private static final String APP = "ticket-shop";

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "apps-example");
        machine = installed.machine();
        machine.write("/srv/tickets/pages/prices.csv", "front row,120 EUR\n");
        machine.write("/srv/tickets/pictures/front-row.svg", "<svg/>\n");
        installed
                .tryApply(Example.of("apps.yaml")
                        .with("every: 10s", "every: 1s")
                        .often()
                        .text())
                .orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        installed.close();
    }

    private static JsonNode app() {
        return installed.json("status", APP).path("apps").path(0);
    }

    private static void awaitState(String state) {
        installed.await(
                () -> APP + " is " + state + ": " + app(),
                () -> app().path("state").asText().equals(state));
    }

    private static List<Recorded> incidents(long since, String name) {
        return installed.since(since, name).stream()
                .filter(entry -> entry.is("incident-opened", "ill"))
                .toList();
    }

    @Test
    void whatIsIllOfItIsOneIncident() {
        awaitState("up");
        assertTrue(installed.upkeep("status", APP).ok());
        // What a shop does not survive is not cured meanwhile.
        installed.upkeep("hands-off", "--for", "10min").orFail();
        long since = installed.newest();
        String pid = machine.property("ticket-pictures@2.service", "MainPID");
        machine.run("kill", "-STOP", pid).orFail();
        awaitState("degraded");
        assertEquals("[\"ticket-pictures@2\"]", app().path("ill").toString());
        assertEquals(1, incidents(since, APP).size());

        machine.write("/srv/tickets/pages/prices.csv", "front row,to be announced\n");
        awaitState("down");
        assertFalse(installed.upkeep("status", APP).ok());
        assertEquals(1, incidents(since, APP).size());
        assertEquals(List.of(), incidents(since, "ticket-pictures@2"));
        assertEquals(List.of(), incidents(since, "ticket-prices"));
        assertTrue(installed
                .why(APP)
                .contains("down: 2 of 5 parts ill (ticket-pictures@2, ticket-prices); ticket-prices: "));

        machine.write("/srv/tickets/pages/prices.csv", "front row,120 EUR\n");
        machine.run("kill", "-CONT", pid).orFail();
        awaitState("up");
        installed.awaitEntry(
                since,
                APP,
                "the end of the incident",
                entry -> entry.is("incident-resolved", "all its parts are well"));
        installed.upkeep("hands-off", "--end").orFail();
    }
}
