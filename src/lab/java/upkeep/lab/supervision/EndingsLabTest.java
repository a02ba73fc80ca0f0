package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
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
import upkeep.lab.Result;
import upkeep.lab.Stalls;
import upkeep.lab.Suite;

/** Scenarios of services that end, hang or never get ready by themselves, and that are killed. */
@OnEverySuite
class EndingsLabTest {
    private static final String SERVICES = """
              crashing:
                shell: 'test -e /run/lab/crash && { echo "no database"; exit 3; }; exec sleep infinity'
                user: daemon
                restart: {policy: always, delay: 100ms, max-delay: 1s, budget: 3 per 10min}
              leaving:
                shell: 'echo begun; until test -e /run/lab/leave; do sleep 0.1; done'
                user: daemon
                restart: {policy: always, delay: 500ms, max-delay: 500ms, budget: 5 per 10min}
              mute:
                exec: [/usr/bin/python3, /srv/lab/notify.py]
                type: notify
                user: daemon
                start-timeout: 2s
                restart: {policy: always, delay: 100ms, max-delay: 500ms, budget: 2 per 10min}
              silent:
                exec: [/usr/bin/python3, /srv/lab/notify.py]
                type: notify
                user: daemon
                watchdog: 1s
              unproven:
                exec: [/usr/bin/python3, /srv/lab/web.py, "${port}"]
                user: daemon
                port: 4001
                start-timeout: 3s
                restart: {policy: always, delay: 100ms, max-delay: 500ms, budget: 2 per 10min}
                probes:
                  startup: {http: {path: /healthz}, every: 500ms, timeout: 500ms, failures: 3}
              limited:
                adopt: lab-limited.service
              worn:
                exec: [/usr/bin/sleep, infinity]
                user: daemon
            """;

    /** What systemd and the start of the new process may take beyond the time that the probe's settings promise. */
    private static final Duration BEYOND_BOUND = Duration.ofSeconds(1);

    /** A back-off of upkeepd's for the service that crashes is over by then. */
    private static final Duration SEVERAL_BACK_OFFS = Duration.ofSeconds(4);

    /** Debian's own units are such: a limit of their own, which upkeep does not touch. */
    private static final String LIMITED = """
            [Service]
            ExecStart=/bin/sh -c 'test ! -e /run/lab/limit && exec sleep infinity; exit 4'
            Restart=always
            RestartSec=100ms
            [Unit]
            StartLimitBurst=3
            StartLimitIntervalSec=1min
            """;

    @SuppressWarnings("NullAway.Init")
    private static Stage stage;

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        stage = Stage.boot(suite, "endings");
        machine = stage.machine();
        machine.write("/usr/lib/systemd/system/lab-limited.service", LIMITED);
        machine.shell("systemctl daemon-reload; systemctl start lab-limited.service")
                .orFail();
        String services = SERVICES
                + Stage.web("hanging", 4002)
                + Stage.web("killed", 4003)
                + Stage.web("asked", 4004)
                + Stage.web("wrong", 4005)
                + Stage.web("ending", 4006);
        stage.apply(services);
    }

    /** Scenarios that follow each other shall neither look like one storm nor find a budget spent. */
    @BeforeEach
    void forgetTheOthers() {
        stage.releaseAll();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    private static String pid(String unit) {
        return machine.property(unit, "MainPID");
    }

    /** From a shell that is nobody's unit: systemd sees the death, and nobody's wish for it. */
    private static void kill(String signal, String unit) {
        machine.run("kill", "-s", signal, pid(unit)).orFail();
    }

    @Test
    void aCrashLoop() {
        Scene scene = stage.begin(Scenario.CRASH_LOOP, "crashing");
        Journal.Mark mark = machine.journal().mark();
        machine.run("touch", "/run/lab/crash").orFail();
        kill("KILL", "crashing.service");
        scene.told("firing", "exhausted");
        JournalEntry loud = alert(mark, "crashing", "exhausted");
        assertTrue(loud.has("PRIORITY", "2") && loud.has("UPKEEP_UNIT", "crashing.service"), loud.fields()::toString);
        assertTrue(loud.has("SYSLOG_IDENTIFIER", "upkeepd") && loud.has("_SYSTEMD_UNIT", "upkeepd.service"));
        assertFalse(loud.messageId().isEmpty());
        assertTrue(loud.message().contains("no more restarts for now"), loud::message);
        assertTrue(loud.field("UPKEEP_LOG").orElse("").contains("no database"), loud.fields()::toString);
        long entry = Long.parseLong(loud.field("UPKEEP_ENTRY").orElseThrow());
        assertTrue(scene.account().entries().stream().anyMatch(it -> it.number() == entry));

        // That nothing more is tried shows only by waiting.
        stage.installed().observe(SEVERAL_BACK_OFFS);
        assertEquals(3, saidSince(mark, "no database"));
        scene.did().unit("failed");
        scene.cause(Cause.EXIT, "exited with status 3", "upkeep release crashing");

        machine.run("rm", "/run/lab/crash").orFail();
        stage.installed().release("crashing");
        machine.awaitState("crashing.service", "active", Installed.LIMIT);
        scene.end();
    }

    private static JournalEntry alert(Journal.Mark mark, String name, String state) {
        return machine.journal()
                .await(
                        mark,
                        "the alert: " + name + " " + state,
                        Installed.LIMIT,
                        entry -> entry.has("UPKEEP_SUBJECT", name) && entry.has("UPKEEP_STATE", state));
    }

    /** How often a program was run, by what it says; a run this short may end before systemd has said that it started. */
    private static long saidSince(Journal.Mark mark, String message) {
        machine.run("journalctl", "--sync").orFail();
        return machine.journal().since(mark).stream()
                .filter(entry -> entry.message().equals(message))
                .count();
    }

    @Test
    void aServiceThatEndsWell() {
        Scene scene = stage.begin(Scenario.ENDS_WELL, "ending");
        String pid = pid("ending.service");
        ask(4006, "exit");
        scene.account().await("the new run", entry -> entry.is("transition", "running again"));
        scene.did().told().unit("active");
        scene.cause(Cause.EXIT, "exited with status 0").cause(Cause.SYSTEMD);
        assertNotEquals(pid, pid("ending.service"));
        assertEquals("1", machine.property("ending.service", "NRestarts"));
        scene.end();
    }

    /** The answer may stay away: that is what is asked for. */
    private static void ask(int port, String what) {
        machine.run("curl", "--silent", "--max-time", "5", "http://127.0.0.1:" + port + "/" + what);
    }

    @Test
    void aServiceThatEndsWellAtOnceEachTime() {
        Scene scene = stage.begin(Scenario.INSTANT_EXIT, "leaving");
        Journal.Mark mark = machine.journal().mark();
        machine.run("touch", "/run/lab/leave").orFail();
        JournalEntry firing = machine.journal()
                .await(
                        mark,
                        "that it loops",
                        Installed.LIMIT,
                        entry -> entry.has("UPKEEP_SUBJECT", "leaving")
                                && entry.message().contains("again and again"));
        long starts = machine.journal().since(mark).stream()
                .filter(entry -> entry.message().equals("begun"))
                .filter(entry -> entry.monotonicMicros() < firing.monotonicMicros())
                .count();
        assertTrue(starts <= 3, () -> "told after " + starts + " starts");
        scene.told("firing", "exhausted").did().unit("failed");
        scene.cause(Cause.EXIT, "exited with status 0", "again and again");
        scene.end();
    }

    @Test
    void aServiceThatNeverGetsReady() {
        Scene scene = stage.begin(Scenario.NEVER_READY, "mute");
        machine.run("touch", "/run/lab/mute").orFail();
        try {
            kill("KILL", "mute.service");
            scene.told("firing", "exhausted").did().unit("failed");
        } finally {
            machine.run("rm", "/run/lab/mute").orFail();
        }
        scene.cause(Cause.TIMEOUT);
        scene.end();
    }

    @Test
    void aServiceThatNeverPassesItsStartupProbe() {
        Scene scene = stage.begin(Scenario.NEVER_PROVEN, "unproven");
        machine.run("touch", "/run/lab/broken").orFail();
        try {
            kill("KILL", "unproven.service");
            scene.told("firing", "exhausted").did("restart").unit("active");
        } finally {
            machine.run("rm", "/run/lab/broken").orFail();
        }
        scene.cause(Cause.POLICY, "startup", "answered 500", "upkeep release unproven");
        scene.end();
    }

    @Test
    void aServiceThatHangs() {
        Scene scene = stage.begin(Scenario.HANG, "hanging");
        assertRestartedInTime(scene, "hanging", () -> kill("STOP", "hanging.service"));
        scene.cause(Cause.POLICY, "sent nothing for 500 ms", "failed, 2 of 2", "outcome");
        scene.end();
    }

    @Test
    void aServiceThatAnswersWrongly() {
        Scene scene = stage.begin(Scenario.ANSWERS_WRONGLY, "wrong");
        assertRestartedInTime(scene, "wrong", () -> ask(4005, "break"));
        scene.cause(Cause.POLICY, "answered 500", "failed, 2 of 2", "outcome");
        scene.end();
    }

    /** One restart, within the time that {@code upkeep explain} promises, for the failures that were seen. */
    private static void assertRestartedInTime(Scene scene, String name, Runnable fault) {
        String unit = name + ".service";
        Duration bound = stage.installed().bound(name, "liveness");
        String pid = pid(unit);
        Stalls stalls = Stalls.begin();
        // The monotonic clock is the host's as well, and it is what systemd's own time stamps are of.
        long faultAt = System.nanoTime() / 1000;
        fault.run();
        machine.awaitProperty(unit, "MainPID", Installed.LIMIT, value -> !value.equals("0") && !value.equals(pid));
        long upAt = Long.parseLong(machine.property(unit, "ExecMainStartTimestampMonotonic"));
        stalls.assertWithin(bound.plus(BEYOND_BOUND), Duration.ofNanos(1000 * (upAt - faultAt)));
        scene.awaitResolved();
        scene.did("restart").told("firing", "resolved").unit("active");
        assertEquals("0", machine.property(unit, "NRestarts"));

        List<Recorded> all = scene.account().entries();
        Recorded order = only(all, Recorded::isOrder);
        Recorded outcome = only(all, it -> it.kind().equals("outcome"));
        assertEquals("true", outcome.fields().get("succeeded"));
        assertEquals(List.of(order.number()), outcome.causes());
        List<Recorded> failures = all.stream()
                .filter(it -> it.is("observation", "failed") && it.number() < order.number())
                .toList();
        assertFalse(failures.isEmpty());
        failures.forEach(failure -> assertTrue(order.causes().contains(failure.number()), order::toString));
    }

    private static Recorded only(List<Recorded> all, Predicate<Recorded> wanted) {
        List<Recorded> found = all.stream().filter(wanted).toList();
        assertEquals(1, found.size(), all::toString);
        return found.getFirst();
    }

    @Test
    void aServiceThatNeglectsItsWatchdog() {
        Scene scene = stage.begin(Scenario.WATCHDOG, "silent");
        machine.run("touch", "/run/lab/silent").orFail();
        scene.account().await("the end of the run", entry -> entry.is("transition", "its watchdog failed"));
        machine.run("rm", "/run/lab/silent").orFail();
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        scene.cause(Cause.WATCHDOG);
        scene.end();
    }

    @Test
    void aServiceThatSomebodyKillsFromAShell() {
        Scene scene = stage.begin(Scenario.KILLED_FROM_A_SHELL, "killed");
        Journal.Mark mark = machine.journal().mark();
        kill("KILL", "killed.service");
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        JournalEntry firing = alert(mark, "killed", "firing");
        assertTrue(
                firing.has("PRIORITY", "4") && firing.has("UPKEEP_UNIT", "killed.service"), firing.fields()::toString);
        assertTrue(alert(mark, "killed", "resolved").has("PRIORITY", "6"));
        List<Recorded> all = scene.account().entries();
        Recorded end = only(all, it -> it.is("transition", "SIGKILL"));
        assertEquals("9", end.fields().get("signal"));
        assertEquals(
                List.of(end.number()),
                only(all, it -> it.kind().equals("incident-opened")).causes());
        scene.cause(Cause.CRASH).cause(Cause.SYSTEMD);
        scene.end();
    }

    @Test
    void aServiceThatSomebodyKillsThroughSystemd() {
        Scene scene = stage.begin(Scenario.KILLED_THROUGH_SYSTEMD, "asked");
        machine.run("systemctl", "kill", "--signal=KILL", "asked.service").orFail();
        scene.account().await("who did it", entry -> entry.is("evidence", "SIGKILL"));
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        scene.cause(Cause.KILL, "asked").cause(Cause.SYSTEMD);
        scene.end();
    }

    @Test
    void unitsWhoseStartLimitIsSpent() {
        Scene limited = stage.begin(Scenario.START_LIMIT, "limited", "lab-limited.service");
        machine.run("touch", "/run/lab/limit").orFail();
        kill("KILL", "lab-limited.service");
        machine.awaitState("lab-limited.service", "failed", Installed.LIMIT);
        machine.run("rm", "/run/lab/limit").orFail();

        Scene worn = stage.begin(Scenario.RESTARTED_TOO_OFTEN, "worn");
        // Its unit allows a start more than its budget has restarts, and it was started once.
        machine.shell("for i in 1 2 3 4 5; do systemctl restart worn.service; done")
                .orFail();
        Result refused = machine.shell("set +e; for i in 1 2 3 4; do systemctl restart worn.service; done; "
                + "exec systemctl restart worn.service");
        assertFalse(refused.ok(), refused::toString);

        for (Scene scene : List.of(limited, worn)) {
            scene.awaitResolved();
            scene.did("start").told("firing", "resolved").unit("active");
        }
        limited.cause(Cause.START_LIMIT, "exited with status 4");
        worn.cause(Cause.START_LIMIT).cause(Cause.OPERATOR);
        assertAll(limited::end, worn::end);
    }
}
