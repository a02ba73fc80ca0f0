package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.JournalEntry;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Recorded;
import upkeep.lab.Suite;

/** Services that end, hang or answer wrongly: who brings them back, how soon, and what is told of it. */
@OnEverySuite
class RecoveryLabTest {
    /** What systemd and the start of the new process may take beyond the time that the probe's settings promise. */
    private static final Duration BEYOND_BOUND = Duration.ofSeconds(1);

    /** A back-off of upkeepd's for a service with this max-delay is over by then. */
    private static final Duration SEVERAL_BACK_OFFS = Duration.ofSeconds(6);

    private static final String SPEC = """
            services:
              killed:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4001
                probes:
                  liveness: {http: {path: /healthz}, every: 1s, timeout: 1s, failures: 2}
              frozen:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4002
                probes:
                  liveness: {http: {path: /healthz}, every: 1s, timeout: 1s, failures: 3}
              broken:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4003
                probes:
                  startup: {http: {path: /healthz}, every: 500ms, timeout: 1s}
                  liveness: {http: {path: /healthz, contains: ok}, every: 2s, timeout: 500ms, failures: 2}
              leaving:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4004
                restart: always
              looping:
                shell: 'test -e /run/lab-loop && { echo "no database"; exit 3; }; exec sleep infinity'
                user: daemon
                restart: {policy: always, delay: 100ms, max-delay: 1s, budget: 3 per 10min}
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
        installed = Installed.boot(suite, "recovery");
        machine = installed.machine();
        installed.program("web.py");
        installed.apply(SPEC);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @Test
    void systemdRestartsWhatWasKilledAndUpkeepTellsTheCause() {
        long before = installed.newest();
        Journal.Mark mark = machine.journal().mark();
        machine.run("systemctl", "kill", "--signal=KILL", "killed.service").orFail();

        Recorded cause = installed.awaitEntry(before, "killed", "the cause", it -> it.is("transition", "SIGKILL"));
        Recorded opened =
                installed.awaitEntry(before, "killed", "an incident", it -> it.is("incident-opened", "SIGKILL"));
        Recorded restart = installed.awaitEntry(
                before,
                "killed",
                "systemd's restart",
                it -> "systemd".equals(it.fields().get("by")));
        Recorded resolved =
                installed.awaitEntry(before, "killed", "the end", it -> it.is("incident-resolved", "its probes pass"));

        assertEquals("9", cause.fields().get("signal"));
        assertEquals(List.of(cause.number()), opened.causes());
        assertTrue(restart.text().contains("1 of 5 restarts in 10 min used"), restart::text);
        assertTrue(resolved.number() > restart.number());
        assertEquals("1", machine.property("killed.service", "NRestarts"));
        assertEquals(List.of(), installed.orders(before, "killed"));

        JournalEntry firing = alert(mark, "killed", "firing");
        assertTrue(
                firing.has("PRIORITY", "4") && firing.has("UPKEEP_UNIT", "killed.service"), firing.fields()::toString);
        assertTrue(firing.message().contains("killed by SIGKILL"), firing::message);
        JournalEntry ended = alert(mark, "killed", "resolved");
        assertTrue(ended.has("PRIORITY", "6"), ended.fields()::toString);

        assertTold(
                "killed",
                "killed by SIGKILL",
                "systemd restarts it itself",
                "running again",
                "its probes pass twice in a row");
    }

    @Test
    void whatHangsIsRestartedWithinTheBoundThatExplainPrints() {
        assertRestartedInTime("frozen", () -> machine.run("systemctl", "kill", "--signal=STOP", "frozen.service"));
        assertTold(
                "frozen",
                "liveness (http://127.0.0.1:4002/healthz) failed, 1 of 3",
                "failed, 3 of 3",
                "restart frozen.service",
                "of 5 restarts in 10 min used",
                "outcome",
                "running again",
                "its probes pass twice in a row");
    }

    @Test
    void whatAnswersWith500IsRestartedWithinTheBoundThatExplainPrints() {
        assertRestartedInTime(
                "broken", () -> machine.run("curl", "--silent", "--max-time", "5", "http://127.0.0.1:4003/break"));
        assertTold(
                "broken",
                "500",
                "failed, 2 of 2",
                "restart broken.service",
                "outcome",
                "its probes pass twice in a row");
    }

    private static void assertRestartedInTime(String name, Runnable fault) {
        String unit = name + ".service";
        Duration bound = installed.bound(name, "liveness");
        long before = installed.newest();
        String pid = machine.property(unit, "MainPID");
        // The monotonic clock is the host's as well, and it is what systemd's own time stamps are of.
        long faultAt = System.nanoTime() / 1000;
        fault.run();
        String otherPid = machine.awaitProperty(
                unit, "MainPID", Installed.LIMIT, value -> !value.equals("0") && !value.equals(pid));
        long upAt = Long.parseLong(machine.property(unit, "ExecMainStartTimestampMonotonic"));
        Duration took = Duration.ofNanos(1000 * (upAt - faultAt));
        Duration allowed = bound.plus(BEYOND_BOUND);
        assertTrue(took.compareTo(allowed) <= 0, () -> took + " instead of at most " + allowed);

        Recorded resolved =
                installed.awaitEntry(before, name, "the end", it -> it.is("incident-resolved", "its probes pass"));
        List<Recorded> orders = installed.orders(before, name);
        assertEquals(1, orders.size(), orders::toString);
        Recorded order = orders.getFirst();
        assertEquals("restart", order.fields().get("verb"));
        List<Recorded> all = installed.since(before, name);
        Recorded outcome = only(all, it -> it.kind().equals("outcome"));
        assertEquals("true", outcome.fields().get("succeeded"));
        assertEquals(List.of(order.number()), outcome.causes());
        Recorded opened = only(all, it -> it.kind().equals("incident-opened"));
        assertTrue(opened.number() < order.number() && outcome.number() < resolved.number(), all::toString);
        List<Recorded> failures = all.stream()
                .filter(it -> it.is("observation", "failed") && it.number() < order.number())
                .toList();
        assertFalse(failures.isEmpty());
        failures.forEach(failure -> assertTrue(order.causes().contains(failure.number()), order::toString));
        assertNotEquals(pid, otherPid);
        assertEquals(otherPid, machine.property(unit, "MainPID"));
        assertEquals("0", machine.property(unit, "NRestarts"));
        System.out.printf(
                "%s: %s was up again %d ms after the fault, promised are %d ms%n",
                machine.suite(), name, took.toMillis(), bound.toMillis());
    }

    private static Recorded only(List<Recorded> all, Predicate<Recorded> wanted) {
        List<Recorded> found = all.stream().filter(wanted).toList();
        assertEquals(1, found.size(), all::toString);
        return found.getFirst();
    }

    @Test
    void systemdStartsAgainWhatEndedWell() {
        long before = installed.newest();
        String pid = machine.property("leaving.service", "MainPID");
        machine.run("curl", "--silent", "--max-time", "5", "http://127.0.0.1:4004/exit");
        Recorded cause =
                installed.awaitEntry(before, "leaving", "the end", it -> it.is("transition", "exited with status 0"));
        assertEquals("0", cause.fields().get("exit-status"));
        installed.awaitEntry(before, "leaving", "the new run", it -> it.is("transition", "running again"));
        assertNotEquals(pid, machine.property("leaving.service", "MainPID"));
        assertEquals("1", machine.property("leaving.service", "NRestarts"));
        assertEquals(List.of(), installed.orders(before, "leaving"));
        assertTold("leaving", "exited with status 0", "systemd restarts it itself");
    }

    @Test
    void aCrashLoopEndsWithTheBudgetAndIsToldLoudly() {
        long before = installed.newest();
        Journal.Mark mark = machine.journal().mark();
        machine.shell("touch /run/lab-loop; systemctl kill --signal=KILL looping.service");

        JournalEntry loud = machine.journal()
                .await(
                        mark,
                        "the alert that looping is exhausted",
                        Installed.LIMIT,
                        entry -> isAlert(entry, "looping", "exhausted"));
        assertTrue(loud.has("PRIORITY", "2") && loud.has("UPKEEP_UNIT", "looping.service"), loud.fields()::toString);
        assertTrue(loud.has("SYSLOG_IDENTIFIER", "upkeepd") && loud.has("_SYSTEMD_UNIT", "upkeepd.service"));
        assertFalse(loud.messageId().isEmpty());
        assertTrue(loud.message().contains("no more restarts for now"), loud::message);
        assertTrue(loud.field("UPKEEP_LOG").orElse("").contains("no database"), loud.fields()::toString);
        long entry = Long.parseLong(loud.field("UPKEEP_ENTRY").orElseThrow());
        assertTrue(installed.since(before, "looping").stream().anyMatch(it -> it.number() == entry));

        // That nothing more is tried shows only by waiting; a further try would come after max-delay, one second, at
        // the latest.
        Journal.Mark exhausted = machine.journal().mark();
        installed.observe(SEVERAL_BACK_OFFS);
        assertEquals(0, runs(exhausted));
        assertEquals(3, runs(mark));
        assertTrue(installed.service("looping").path("restarts").toString().contains("3"));
        assertTold("looping", "exited with status 3", "budget is spent", "upkeep release looping");

        machine.run("rm", "/run/lab-loop").orFail();
        long released = installed.newest();
        installed.release("looping");
        machine.awaitState("looping.service", "active", Installed.LIMIT);
        installed.awaitEntry(
                released,
                "looping",
                "upkeep's start",
                it -> "start".equals(it.fields().get("verb")));
    }

    /** By what the program says: a run this short may end before systemd has said that it started. */
    private static long runs(Journal.Mark mark) {
        machine.run("journalctl", "--sync").orFail();
        return machine.journal().since(mark).stream()
                .filter(entry -> entry.message().equals("no database"))
                .count();
    }

    private static JournalEntry alert(Journal.Mark mark, String name, String state) {
        return machine.journal()
                .await(mark, "the alert: " + name + " " + state, Installed.LIMIT, entry -> isAlert(entry, name, state));
    }

    private static boolean isAlert(JournalEntry entry, String name, String state) {
        return entry.has("UPKEEP_SUBJECT", name) && entry.has("UPKEEP_STATE", state);
    }

    private static void assertTold(String name, String... parts) {
        String why = installed.why(name);
        for (String part : parts) {
            assertTrue(why.contains(part), () -> "'" + part + "' is missing in:\n" + why);
        }
    }
}
