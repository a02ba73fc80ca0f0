package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
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
import upkeep.lab.Result;
import upkeep.lab.Suite;

/** What people want of a service wins over what upkeep would do, also over the death of upkeepd. */
@OnEverySuite
class OperatorLabTest {
    /** Longer than any probe of these specs needs to see a fault, and a restart to be ordered. */
    private static final Duration LONGER_THAN_THE_BOUND = Duration.ofSeconds(4);

    private static final String SPEC = """
            services:
              web:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4001
                start-timeout: 2s
                probes:
                  liveness: {http: {path: /healthz}, every: 1s, timeout: 1s, failures: 2}
              held:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4003
                start-timeout: 2s
                probes:
                  liveness: {http: {path: /healthz}, every: 1s, timeout: 1s, failures: 2}
              spender:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4002
                start-timeout: 2s
                restart: {policy: always, budget: 1 per 10min}
                probes:
                  liveness: {http: {path: /healthz}, every: 1s, timeout: 1s, failures: 2}
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
        installed = Installed.boot(suite, "operator");
        machine = installed.machine();
        installed.program("web.py");
        installed.apply(SPEC);
        machine.unit("other.service", "[Service]\nExecStart=/usr/bin/sleep infinity\n");
        machine.run("systemctl", "start", "other.service").orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @AfterEach
    void restore() {
        machine.run("systemctl", "thaw", "web.service");
        machine.run("systemctl", "kill", "--signal=CONT", "web.service", "held.service", "spender.service");
        machine.run("systemctl", "start", "web.service", "held.service", "spender.service")
                .orFail();
        for (String name : List.of("web", "held", "spender")) {
            installed.release(name);
            installed.awaitWell(name);
        }
    }

    @Test
    void stopsHoldsAndSpentBudgetsOutliveUpkeepd() {
        // One service is stopped, one held and then frozen, one frozen once more than its budget allows.
        long before = installed.newest();
        machine.run("systemctl", "stop", "web.service").orFail();
        Recorded stop =
                installed.awaitEntry(before, "web", "the stop", it -> it.is("intent", "an operator stopped it"));
        assertEquals("stopped", stop.fields().get("intent"));

        Result hold = installed
                .upkeep("hold", "--for", "1h", "--reason", "moving the database", "held")
                .orFail();
        assertTrue(hold.out().startsWith("held is on hold for "), hold::out);
        String held = machine.property("held.service", "MainPID");
        machine.run("systemctl", "kill", "--signal=STOP", "held.service").orFail();
        Recorded refusal =
                installed.awaitEntry(before, "held", "the refusal", it -> it.is("refusal", "supervision is on hold"));
        assertTrue(refusal.causes().size() >= 2, refusal::toString);

        assertRestartedWhenFrozen("spender");
        String spender = machine.property("spender.service", "MainPID");
        machine.run("systemctl", "kill", "--signal=STOP", "spender.service").orFail();
        installed.awaitEntry(before, "spender", "the refusal", it -> it.is("refusal", "no more restarts for now"));

        assertNothingIsDone(held, spender);
        String first = machine.property("upkeepd.service", "MainPID");
        machine.run("systemctl", "restart", "upkeepd.service").orFail();
        String second = installed.awaitOtherDaemon(first);
        assertNothingIsDone(held, spender);
        machine.run("kill", "-9", second).orFail();
        installed.awaitOtherDaemon(second);
        assertNothingIsDone(held, spender);

        long released = installed.newest();
        long atRelease = System.nanoTime() / 1000;
        installed.upkeep("release", "held").orFail();
        machine.awaitProperty(
                "held.service", "MainPID", Installed.LIMIT, other -> !other.equals(held) && !other.equals("0"));
        long upAt = Long.parseLong(machine.property("held.service", "ExecMainStartTimestampMonotonic"));
        assertTrue(
                upAt - atRelease >= 2_000_000, () -> "restarted within the grace, after " + (upAt - atRelease) + " us");
        assertEquals(1, installed.orders(released, "held").size());

        machine.run("systemctl", "start", "web.service").orFail();
        installed.awaitEntry(released, "web", "the start", it -> it.is("intent", "an operator started it"));
        installed.awaitWell("web");
        assertRestartedWhenFrozen("web");
    }

    private static void assertNothingIsDone(String held, String spender) {
        long before = installed.newest();
        // Both frozen ones are seen to be so; then that nothing is done shows only by waiting for longer than an order
        // would take.
        installed.awaitService(
                "held", "is seen dead", it -> it.path("health").asText().equals("dead"));
        installed.awaitService(
                "spender", "is seen dead", it -> it.path("health").asText().equals("dead"));
        installed.observe(LONGER_THAN_THE_BOUND);
        assertEquals(List.of(), installed.orders(before, ""));
        assertEquals(held, machine.property("held.service", "MainPID"));
        assertEquals(spender, machine.property("spender.service", "MainPID"));
        assertEquals("inactive", machine.property("web.service", "ActiveState"));

        JsonNode stopped = installed.service("web");
        assertEquals("stopped", stopped.path("intent").asText());
        assertTrue(stopped.path("incident").isNull(), stopped::toString);
        String why = installed.why("web");
        assertTrue(why.startsWith("web is stopped because an operator stopped it at "), why);
        assertTrue(why.contains("systemctl start web.service"), why);

        JsonNode hold = installed.service("held").path("hold");
        assertEquals("moving the database", hold.path("reason").asText(), hold::toString);
        assertEquals("root", hold.path("by").asText());
        assertTrue(installed.why("held").contains("moving the database"), installed.why("held"));
        assertTrue(installed.why("spender").contains("budget is spent (1 of 1"), installed.why("spender"));
    }

    private static void assertRestartedWhenFrozen(String name) {
        long before = installed.newest();
        machine.run("systemctl", "kill", "--signal=STOP", name + ".service").orFail();
        installed.awaitEntry(
                before, name, "the restart", it -> "restart".equals(it.fields().get("verb")));
        installed.awaitEntry(before, name, "the end", it -> it.is("incident-resolved", "its probes pass"));
    }

    @Test
    void aFrozenUnitIsLeftAloneUntilItIsThawed() {
        long before = installed.newest();
        String pid = machine.property("web.service", "MainPID");
        machine.run("systemctl", "freeze", "web.service").orFail();
        installed.awaitEntry(before, "web", "the freeze", it -> it.is("intent", "somebody froze it"));
        installed.observe(LONGER_THAN_THE_BOUND);
        assertEquals(List.of(), installed.orders(before, "web"));
        assertEquals("unknown", installed.service("web").path("health").asText());
        assertTrue(installed.why("web").contains("web is frozen: it is not probed"), installed.why("web"));

        String first = machine.property("upkeepd.service", "MainPID");
        machine.run("systemctl", "restart", "upkeepd.service").orFail();
        installed.awaitOtherDaemon(first);
        installed.awaitEntry(before, "web", "the freeze", it -> it.is("intent", "found frozen"));
        installed.observe(LONGER_THAN_THE_BOUND);
        assertEquals(List.of(), installed.orders(before, "web"));

        machine.run("systemctl", "thaw", "web.service").orFail();
        installed.awaitEntry(before, "web", "the thaw", it -> it.is("intent", "it was thawed"));
        installed.awaitWell("web");
        assertEquals(pid, machine.property("web.service", "MainPID"));
        assertEquals(List.of(), installed.orders(before, "web"));
        assertRestartedWhenFrozen("web");
    }

    @Test
    void everyVerbThatReadsHasTextAndJson() {
        machine.run("systemctl", "kill", "--signal=KILL", "web.service").orFail();
        installed.awaitWell("web");
        Result status = installed.upkeep("status");
        assertEquals(0, status.exit(), status::toString);
        assertTrue(status.out().contains("3 services: 3 "), status::out);
        assertTrue(installed.json("status").path("healthy").asBoolean());
        assertEquals(
                "ok",
                installed
                        .json("status", "web")
                        .path("services")
                        .path(0)
                        .path("health")
                        .asText());

        String top = installed.upkeep("top", "--once").orFail().out();
        assertTrue(top.startsWith("upkeep top, "), top);
        assertTrue(top.matches("(?s).*\nweb +ok +active \\(running\\) +[0-9.]+ .*"), top);

        assertTrue(installed.upkeep("why", "web").orFail().out().contains("SIGKILL"));
        assertFalse(installed.json("why", "web").path("stories").isEmpty());

        assertTrue(installed.upkeep("events", "-n", "5", "web").orFail().out().contains("web"));
        assertEquals(3, installed.json("events", "-n", "3", "web").size());

        Result check = installed.upkeep("check", "--debug", "web").orFail();
        assertTrue(check.out().contains("web/liveness: passed") && check.out().contains(" ms  "), check::out);
        JsonNode debug = installed.json("check", "--debug", "web").path(0);
        assertEquals("passed", debug.path("result").asText());
        assertFalse(debug.path("steps").isEmpty());
        Result plugIn = installed.upkeep("check", "--nagios", "web").orFail();
        assertTrue(plugIn.out().matches("OK - web/liveness: [^|\n]+ \\| .*liveness\\.total=[0-9.]+s.*\n"), plugIn::out);
        Result noPlugIn = installed.upkeep("check", "--nagios", "wbe");
        assertEquals(3, noPlugIn.exit(), noPlugIn::toString);
        assertTrue(noPlugIn.out().startsWith("UNKNOWN - cannot check \"wbe\""), noPlugIn::out);

        Result unknown = installed.upkeep("status", "wbe");
        assertEquals(2, unknown.exit());
        assertTrue(unknown.err().contains("did you mean web?"), unknown::err);
    }

    @Test
    void everybodyMayReadAndOnlyRootMayHold() {
        Result status = asNobody("upkeep", "status");
        assertEquals(0, status.exit(), status::toString);
        assertTrue(status.out().contains("web"), status::out);
        assertTrue(asNobody("upkeep", "why", "web").ok());
        // What nobody thought up is run as nobody, not with the rights of upkeepd.
        Result tried = asNobody("upkeep", "check", "--json", "--now", "program: [/usr/bin/id]");
        assertEquals(0, tried.exit(), tried::toString);
        assertTrue(tried.out().contains("uid=65534"), tried::out);
        Result hold = asNobody("upkeep", "hold", "web");
        assertEquals(1, hold.exit(), hold::toString);
        assertTrue(hold.err().contains("cannot hold web: access denied for nobody"), hold::err);
        assertTrue(hold.err().contains("hint: run it as root"), hold::err);
        assertTrue(installed.service("web").path("hold").isNull());
        Result release = asNobody("upkeep", "release", "web");
        assertEquals(1, release.exit(), release::toString);
    }

    private static Result asNobody(String... command) {
        String[] all = new String[command.length + 4];
        System.arraycopy(new String[] {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}, 0, all, 0, 4);
        System.arraycopy(command, 0, all, 4, command.length);
        return machine.run(all);
    }

    /** As upkeepd itself: its user, in its control group, by which polkit of Debian 13 tells the unit. */
    private static Result asUpkeepd(String... call) {
        String script = """
                echo $$ >/sys/fs/cgroup/system.slice/upkeepd.service/cgroup.procs
                exec setpriv --reuid=upkeep --regid=upkeep --clear-groups busctl --allow-interactive-authorization=no call \
                  org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager "$@"
                """;
        return machine.run(Stream.concat(Stream.of("sh", "-euc", script, "busctl"), Stream.of(call))
                .toArray(String[]::new));
    }

    @Test
    void upkeepdMayRestartItsUnitsAndNothingElse() {
        assertTrue(machine.read("/etc/polkit-1/rules.d/50-upkeep.rules").contains("\"web.service\""));
        String pid = machine.property("web.service", "MainPID");
        asUpkeepd("RestartUnit", "ss", "web.service", "replace").orFail();
        machine.awaitProperty(
                "web.service", "MainPID", Installed.LIMIT, value -> !value.equals(pid) && !value.equals("0"));

        String other = machine.property("other.service", "MainPID");
        assertDenied(asUpkeepd("RestartUnit", "ss", "other.service", "replace"));
        assertDenied(asUpkeepd("StopUnit", "ss", "web.service", "replace"));
        assertDenied(asUpkeepd("StartUnit", "ss", "web.service", "replace"));
        assertDenied(asUpkeepd("Reload"));
        assertDenied(asUpkeepd("DisableUnitFiles", "asb", "1", "web.service", "false"));
        String[] transientUnit =
                "evil.service replace 1 ExecStart a(sasb) 1 /usr/bin/touch 2 /usr/bin/touch /run/evil false 0"
                        .split(" ", -1);
        assertDenied(
                asUpkeepd(Stream.concat(Stream.of("StartTransientUnit", "ssa(sv)a(sa(sv))"), Stream.of(transientUnit))
                        .toArray(String[]::new)));
        assertEquals(other, machine.property("other.service", "MainPID"));
        assertFalse(machine.run("test", "-e", "/run/evil").ok());
    }

    private static void assertDenied(Result result) {
        assertNotEquals(0, result.exit(), result::toString);
        assertTrue(
                result.err().contains("Access denied")
                        || result.err().contains("Permission denied")
                        || result.err().contains("authentication required"),
                result::toString);
    }
}
