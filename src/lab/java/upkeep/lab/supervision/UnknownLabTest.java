package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Result;
import upkeep.lab.Suite;

/**
 * Checks that cannot be run, for want of a capability, a helper program, a route or a file descriptor: they are unknown, say why and
 * what cures it, and restart nothing, although each would do so at its first failure.
 */
@OnEverySuite
class UnknownLabTest {
    /** Longer than a probe, its verdict and a restart would take. */
    private static final Duration LONGER_THAN_THE_BOUND = Duration.ofSeconds(3);

    private static final String NO_CONCLUSION = "Its probes could not be run, so nothing is concluded from them.";

    /** No grace, and one failure is enough; of the service that is really sick it is seen that this is so. */
    private static final String SPEC = """
            services:
              capability: {exec: [/usr/bin/sleep, infinity], user: daemon, start-timeout: 1s,
                probes: {liveness: {ping: 127.0.0.1, every: 500ms, timeout: 1s, failures: 1}},
                rules: [{if: failed, then: restart}]}
              helper: {exec: [/usr/bin/sleep, infinity], user: daemon, start-timeout: 1s,
                probes: {liveness: {program: [/usr/local/bin/missing], every: 500ms, timeout: 1s, failures: 1}},
                rules: [{if: failed, then: restart}]}
              route: {exec: [/usr/bin/sleep, infinity], user: daemon, start-timeout: 1s,
                probes: {liveness: {tcp: {host: 198.51.100.1, port: 80}, every: 500ms, timeout: 1s, failures: 1}},
                rules: [{if: failed, then: restart}]}
              descriptor: {exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"], user: daemon, port: 4001, start-timeout: 5s,
                probes: {liveness: {http: {path: /healthz}, every: 500ms, timeout: 5s, failures: 1}},
                rules: [{if: failed, then: restart}]}
              sick: {exec: [/usr/bin/sleep, infinity], user: daemon, start-timeout: 1s,
                probes: {liveness: {tcp: 4002, every: 500ms, timeout: 1s, failures: 1}}}
            checks:
              unreadable: {file: /etc/shadow, expect: {sha256: recorded}, otherwise: restart capability.service}
              plug-in: {nagios: [/etc/passwd], otherwise: restart helper.service}
              datagram: {udp: {host: 198.51.100.1, port: 53}, otherwise: restart route.service}
              page: {http: {url: "http://198.51.100.1/"}, otherwise: restart route.service}
              processes: {process: descriptor.service, otherwise: restart descriptor.service}
              link: {network: lo, otherwise: restart descriptor.service}
              space: {filesystem: {mount: all}, otherwise: restart descriptor.service}
              folder: {directory: {path: /etc, recursive: true}, otherwise: restart descriptor.service}
              program: {program: [/usr/bin/true], otherwise: restart descriptor.service}
              port: {tcp: 4001, otherwise: restart descriptor.service}
            settings: {every: 500ms, timeout: 5s}
            """.replace("otherwise:", "failures: 1, otherwise:");

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    /** A check, the service that it would restart, and what is said of it. */
    private record Unasked(String check, String service, String reason, String cure) {}

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        installed = Installed.boot(suite, "unknown");
        machine = installed.machine();
        installed.program("web.py");
        machine.run("sysctl", "--write", "net.ipv4.ping_group_range=1 0").orFail();
        assertEquals("", machine.property("upkeepd.service", "CapabilityBoundingSet"));
        installed.apply(SPEC, "capability", "helper", "route", "sick");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @Test
    void withoutCapabilityProgramOrRoute() {
        String right = "CAP_DAC_READ_SEARCH";
        holds(
                0,
                new Unasked(
                        "capability/liveness", "capability", "does not let upkeep send echo requests", "CAP_NET_RAW"),
                new Unasked("unreadable", "capability", "the user upkeep may not", right),
                new Unasked("helper/liveness", "helper", "there is no such program", "install its package"),
                new Unasked("plug-in", "helper", "may not execute it", "chmod"),
                new Unasked("route/liveness", "route", "no route to that network", "`ip route`"),
                new Unasked("datagram", "route", "no route to that network", "`ip route`"),
                new Unasked("page", "route", "no route to that network", "`ip route`"));
        for (String service : List.of("capability", "helper", "route")) {
            assertEquals("unknown", installed.service(service).path("health").asText());
            String why = installed.why(service);
            assertTrue(why.contains(NO_CONCLUSION), why);
            assertTrue(why.contains("could not be run, which says nothing about the service: cannot "), why);
        }
    }

    @Test
    void withoutAFileDescriptor() {
        installed.awaitWell("descriptor");
        long before = installed.newest();
        limitDescriptors("3");
        try {
            String[] checks = {"descriptor/liveness", "processes", "link", "space", "folder", "program", "port"};
            holds(
                    before,
                    Stream.of(checks)
                            .map(check ->
                                    new Unasked(check, "descriptor", "no file descriptor is left", "LimitNOFILE="))
                            .toArray(Unasked[]::new));
            assertTrue(installed.why("descriptor").contains(NO_CONCLUSION), installed.why("descriptor"));
        } finally {
            limitDescriptors("16384");
        }
        installed.awaitWell("descriptor");
        assertEquals(List.of(), installed.orders(before, "descriptor"));
        assertEquals("0", machine.property("descriptor.service", "NRestarts"));
    }

    /** Of the process that runs, as a process of the same user may. */
    private static void limitDescriptors(String most) {
        String pid = machine.property("upkeepd.service", "MainPID");
        machine.run(
                        "setpriv",
                        "--reuid=upkeep",
                        "--regid=upkeep",
                        "--clear-groups",
                        "prlimit",
                        "--pid=" + pid,
                        "--nofile=" + most + ":")
                .orFail();
    }

    /** Waits until all are unknown, and for longer than a restart would take; none may have come. */
    private static void holds(long before, Unasked... all) {
        List<String> pids = pids(all);
        installed.awaitEntry(0, "sick", "a restart of what is really sick", Recorded::isOrder);
        for (Unasked one : all) {
            installed.await(
                    one.check() + " is unknown",
                    () -> check(one.check()).path("last").asText().equals("unknown"));
        }
        installed.observe(LONGER_THAN_THE_BOUND);

        Result text = installed.upkeep("status");
        for (Unasked one : all) {
            JsonNode check = check(one.check());
            assertEquals("unknown", check.path("last").asText(), check::toString);
            assertFalse(check.path("failing").asBoolean(true), check::toString);
            assertSaid(one, check.path("text").asText());
            assertSaid(
                    one,
                    text.out()
                            .lines()
                            .filter(line -> line.matches(one.check() + ":? +unknown\\b.*"))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(one + " in\n" + text.out())));
            assertEquals(List.of(), installed.orders(before, one.service()));
            assertEquals("0", machine.property(one.service() + ".service", "NRestarts"));
            List<Recorded> entries = installed.since(before, subject(one.check()));
            assertFalse(
                    entries.stream().anyMatch(entry -> entry.text().contains(" failed")), () -> one + ": " + entries);
        }
        assertEquals(pids, pids(all));
    }

    private static void assertSaid(Unasked wanted, String text) {
        assertTrue(text.contains(wanted.reason()) && text.contains(wanted.cure()), () -> wanted + " in: " + text);
    }

    private static String subject(String check) {
        return check.replaceFirst("/.*", "");
    }

    private static List<String> pids(Unasked... all) {
        return Stream.of(all)
                .map(one -> machine.property(one.service() + ".service", "MainPID"))
                .toList();
    }

    /** What {@code upkeep status --json} says of a check. */
    private static JsonNode check(String id) {
        JsonNode status = installed.status();
        List<JsonNode> checks = new ArrayList<>();
        status.path("services").forEach(service -> service.path("checks").forEach(checks::add));
        status.path("checks").forEach(checks::add);
        return checks.stream()
                .filter(check -> check.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " in " + status));
    }
}
