package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.Result;
import upkeep.lab.Suite;

/**
 * A machine on which scenarios are played one after another. Beside the services of the scenarios there are quiet ones: what
 * upkeepd counts as many at once is a share of all, and the scenarios that follow each other shall not look like one of these.
 */
record Stage(Installed installed) implements AutoCloseable {
    static final int QUIET = 30;

    /** Boots a machine with the package and the programs that services are made of. */
    static Stage boot(Suite suite, String label) {
        Installed installed = Installed.boot(suite, label);
        try {
            installed.program("web.py");
            installed.program("notify.py");
            installed.machine().run("mkdir", "/run/lab").orFail();
            return new Stage(installed);
        } catch (RuntimeException | Error e) {
            installed.close();
            throw e;
        }
    }

    /** Applies services, the lines below {@code services:}, and the quiet ones; waits until all are well but the idle. */
    void apply(String services, String... idle) {
        installed.apply("services:\n" + services + quiet(), idle);
    }

    /** A service for {@link #apply}: a web server on that port, seen dead a second after it was. */
    static String web(String name, int port) {
        return """
                  %s:
                    exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                    user: daemon
                    port: %d
                    probes:
                      liveness: {http: {path: /healthz}, every: 500ms, timeout: 500ms, failures: 2}
                """.formatted(name, port);
    }

    private static String quiet() {
        return IntStream.rangeClosed(1, QUIET)
                .mapToObj(number -> """
                  quiet-%d:
                    exec: [/usr/bin/sleep, infinity]
                    user: daemon
                    restart: {policy: always, delay: 500ms, max-delay: 500ms}
                """.formatted(number))
                .collect(Collectors.joining());
    }

    Machine machine() {
        return installed.machine();
    }

    /** Gives every service but the quiet ones a fresh start. */
    void releaseAll() {
        for (JsonNode service : installed.status().path("services")) {
            String name = service.path("name").asText();
            if (!name.startsWith("quiet-")) {
                installed.release(name);
            }
        }
    }

    Scene begin(Scenario scenario, String name) {
        return begin(scenario, name, name + ".service");
    }

    /** The scene of a service whose unit has another name; an empty name is the machine itself. */
    Scene begin(Scenario scenario, String name, String unit) {
        return new Scene(scenario, machine().suite(), MachineAccount.begin(installed, name, unit));
    }

    /** Has everything that the ledger tells of decided anew, and holds it to what was decided then. */
    void assertReplays() {
        Result replay =
                installed.upkeep("replay", "/var/lib/upkeep/daemon/ledger.db").orFail();
        assertTrue(replay.out().contains("Every decision came out the same."), replay::toString);
    }

    @Override
    public void close() {
        try {
            assertReplays();
        } finally {
            installed.close();
        }
    }
}
