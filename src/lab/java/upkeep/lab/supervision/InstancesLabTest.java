package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;

/** Four instances of a service that hang: some of them, or all at once. */
@OnEverySuite
class InstancesLabTest {

    /** Six others, so that four that hang are not most of the machine. */
    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4101
                instances: 4
                start-timeout: 10s
                probes:
                  liveness: {http: {path: /healthz}, every: 2s, timeout: 1s, failures: 3}
              other:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4201
                instances: 6
                start-timeout: 10s
                probes:
                  liveness: {http: {path: /healthz}, every: 2s, timeout: 1s, failures: 3}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "instances");
        machine = installed.machine();
        installed.program("web.py");
        installed.apply(SPEC);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @AfterEach
    void restore() {
        signal("CONT", 1, 2, 3, 4);
        names().forEach(installed::awaitWell);
    }

    private static Stream<String> names() {
        return IntStream.rangeClosed(1, 4).mapToObj(number -> "web@" + number);
    }

    private static void signal(String signal, int... numbers) {
        List<String> command = new ArrayList<>(List.of("systemctl", "kill", "--signal=" + signal));
        IntStream.of(numbers).forEach(number -> command.add("web@" + number + ".service"));
        machine.run(command.toArray(String[]::new)).orFail();
    }

    private static List<Recorded> orders(long since) {
        return names().flatMap(name -> installed.orders(since, name).stream())
                .sorted(Comparator.comparingLong(Recorded::number))
                .toList();
    }

    @Test
    void someThatHangAreRestartedOneAfterTheOther() {
        long before = installed.newest();
        signal("STOP", 1, 2, 3);
        for (int number = 1; number <= 3; number++) {
            installed.awaitEntry(before, "web@" + number, "the end", it -> it.is("incident-resolved", "pass twice"));
        }
        List<Recorded> orders = orders(before);
        assertEquals(3, orders.size(), orders::toString);
        for (int i = 1; i < 3; i++) {
            Recorded earlier = orders.get(i - 1);
            long next = orders.get(i).number();
            assertTrue(
                    installed.since(earlier.number(), earlier.subject()).stream()
                            .anyMatch(it -> it.number() < next && it.is("observation", "passed")),
                    "restarted before the one before had passed: " + orders);
        }
    }

    @Test
    void allThatHangAtOnceHaveOneCauseAndAreLeftAlone() {
        long before = installed.newest();
        signal("STOP", 1, 2, 3, 4);
        Recorded opened =
                installed.awaitEntry(before, "web", "the incident", it -> it.is("incident-opened", "common cause"));
        assertTrue(opened.text().contains("all 4 instances"), opened::text);
        names().forEach(name -> installed.awaitEntry(
                before, name, "the refusal", it -> it.is("refusal", "all instances turned bad together")));
        signal("CONT", 1, 2, 3, 4);
        installed.awaitEntry(before, "web", "the end", it -> it.is("incident-resolved", "4 services suffered from it"));
        names().forEach(installed::awaitWell);
        assertEquals(List.of(), orders(before));
    }
}
