package upkeep.lab.supervision;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.lab.Installed;
import upkeep.lab.Journal;
import upkeep.lab.JournalEntry;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Result;
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
                shell: 'echo begun; test -e /run/lab/leave && exit 0; exec sleep infinity'
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
        stage.apply(SERVICES + Stage.web("hanging", 4002) + Stage.web("killed", 4003) + Stage.web("asked", 4004));
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
        machine.run("touch", "/run/lab/crash").orFail();
        kill("KILL", "crashing.service");
        scene.told("firing", "exhausted").did().unit("failed");
        scene.cause(Cause.EXIT, "exited with status 3", "systemd gave up restarting it", "upkeep release crashing");
        scene.end();
    }

    @Test
    void aServiceThatEndsWellAtOnceEachTime() {
        Scene scene = stage.begin(Scenario.INSTANT_EXIT, "leaving");
        Journal.Mark mark = machine.journal().mark();
        machine.run("touch", "/run/lab/leave").orFail();
        kill("TERM", "leaving.service");
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
        kill("STOP", "hanging.service");
        scene.awaitResolved();
        scene.did("restart").told("firing", "resolved").unit("active");
        scene.cause(Cause.POLICY, "sent nothing for 500 ms", "failed, 2 of 2");
        scene.end();
    }

    @Test
    void aServiceThatNeglectsItsWatchdog() {
        Scene scene = stage.begin(Scenario.WATCHDOG, "silent");
        machine.run("touch", "/run/lab/silent").orFail();
        scene.account().await("the end of the run", entry -> entry.is("transition", "WATCHDOG=1"));
        machine.run("rm", "/run/lab/silent").orFail();
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        scene.cause(Cause.WATCHDOG);
        scene.end();
    }

    @Test
    void aServiceThatSomebodyKillsFromAShell() {
        Scene scene = stage.begin(Scenario.KILLED_FROM_A_SHELL, "killed");
        kill("KILL", "killed.service");
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        scene.cause(Cause.CRASH).cause(Cause.SYSTEMD);
        scene.end();
    }

    @Test
    void aServiceThatSomebodyKillsThroughSystemd() {
        Scene scene = stage.begin(Scenario.KILLED_THROUGH_SYSTEMD, "asked");
        machine.run("systemctl", "kill", "--signal=KILL", "asked.service").orFail();
        scene.awaitResolved();
        scene.did().told("firing", "resolved").unit("active");
        scene.cause(Cause.KILL, "asked").cause(Cause.SYSTEMD);
        scene.end();
    }

    @Test
    void aUnitWhoseOwnStartLimitIsSpent() {
        Scene scene = stage.begin(Scenario.START_LIMIT, "limited", "lab-limited.service");
        machine.run("touch", "/run/lab/limit").orFail();
        kill("KILL", "lab-limited.service");
        machine.awaitState("lab-limited.service", "failed", Installed.LIMIT);
        machine.run("rm", "/run/lab/limit").orFail();
        scene.awaitResolved();
        scene.did("start").told("firing", "resolved").unit("active");
        scene.cause(Cause.START_LIMIT, "exited with status 4");
        scene.end();
    }

    @Test
    void aUnitThatWasRestartedByHandUntilSystemdRefuses() {
        Scene scene = stage.begin(Scenario.RESTARTED_TOO_OFTEN, "worn");
        // Its unit allows a start more than its budget has restarts, and it was started once.
        machine.shell("for i in 1 2 3 4 5; do systemctl restart worn.service; done")
                .orFail();
        Result refused = machine.shell("set +e; for i in 1 2 3 4; do systemctl restart worn.service; done; "
                + "exec systemctl restart worn.service");
        assertFalse(refused.ok(), refused::toString);
        scene.awaitResolved();
        scene.did("start").told("firing", "resolved").unit("active");
        scene.cause(Cause.START_LIMIT).cause(Cause.OPERATOR);
        scene.end();
    }
}
