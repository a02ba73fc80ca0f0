package upkeep.systemd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import upkeep.base.UnitName;
import upkeep.core.Evidence;
import upkeep.lab.Journal.Mark;
import upkeep.lab.JournalEntry;
import upkeep.lab.Machine;
import upkeep.lab.OnEverySuite;
import upkeep.lab.Suite;

/** What a real journal knows, and what it cannot be made to say. */
@OnEverySuite
class JournalEvidenceLabTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String STOPPED = "9d1aaa27d60140bd96365438aad20286";
    private static final String STOP_WEB = "alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/systemctl stop web";

    @SuppressWarnings("NullAway.Init")
    private static Machine machine;

    @Parameter
    @SuppressWarnings("NullAway.Init")
    Suite suite;

    private JournalEvidence evidence = new JournalEvidence();
    private Instant since = Instant.EPOCH;
    private Mark mark = new Mark(0);

    @BeforeParameterizedClassInvocation
    static void boot(Suite suite) {
        machine = Machine.boot(suite, "sys-evidence");
        machine.unit(
                WEB.text(),
                "[Service]\nExecStart=/bin/sh -c 'for n in 1 2 3 4 5 6; do echo line $$n; done; exec sleep 1000'\n");
        machine.shell("useradd --create-home --shell /bin/sh alice").orFail();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        machine.close();
    }

    @BeforeEach
    void start() {
        Path script = Path.of("src/lab/lab").toAbsolutePath();
        evidence = new JournalEvidence(
                new Journalctl(List.of(script.toString(), "run", machine.name(), "journalctl")), LIMIT);
        machine.run("systemctl", "restart", WEB.text()).orFail();
        mark = machine.journal().mark();
        since = Instant.now();
    }

    @Test
    void aStopIsToldWithItsKindAndTheLastLines() throws Exception {
        String run = machine.property(WEB.text(), "InvocationID");
        machine.run("systemctl", "stop", WEB.text()).orFail();
        Evidence found = find(stopped(), run);
        assertEquals(Optional.of("stop"), found.jobType());
        assertEquals(List.of("line 2", "line 3", "line 4", "line 5", "line 6"), found.lines());
        assertEquals(Optional.empty(), found.by());
        assertEquals(Optional.empty(), found.kill());
        assertEquals(Optional.empty(), found.outOfMemory());
    }

    @Test
    void aRestartIsToldAsSuch() throws Exception {
        machine.run("systemctl", "restart", WEB.text()).orFail();
        assertEquals(Optional.of("restart"), find(stopped(), "").jobType());
    }

    @Test
    void aSignalSentOnRequestIsTold() throws Exception {
        for (String signal : List.of("TERM", "KILL")) {
            start();
            machine.run("systemctl", "kill", "--signal=" + signal, WEB.text()).orFail();
            machine.awaitProperty(WEB.text(), "MainPID", LIMIT, "0"::equals);
            machine.run("journalctl", "--sync").orFail();
            String told = find(0, "").kill().orElse("nothing");
            assertTrue(told.startsWith("web.service: Sent signal SIG" + signal + " to main process "), told);
        }
    }

    @Test
    void aSignalFromAShellIsNot() throws Exception {
        machine.shell("kill -KILL $(systemctl show web -p MainPID --value)").orFail();
        machine.awaitProperty(WEB.text(), "MainPID", LIMIT, "0"::equals);
        machine.run("journalctl", "--sync").orFail();
        assertEquals(Optional.empty(), find(0, "").kill());
    }

    /** By a program at sudo's place that logs what sudo does, since not every machine has sudo; in a login of alice. */
    @Test
    void whoUsedSudoIsTold() throws Exception {
        machine.shell("test -x /usr/bin/sudo || install -m 755 /usr/bin/logger /usr/bin/sudo").orFail();
        boolean real = machine.run("sudo", "--version").out().startsWith("Sudo");
        if (real) {
            machine.write("/etc/sudoers.d/alice", "alice ALL=(root) NOPASSWD: /usr/bin/systemctl\n");
            machine.run("su", "-", "alice", "-c", "sudo systemctl stop web").orFail();
        } else {
            machine.run("su", "-", "alice", "-c", "sudo --tag sudo '" + STOP_WEB + "'").orFail();
            machine.run("systemctl", "stop", WEB.text()).orFail();
        }
        assertEquals(
                Optional.of("alice (uid 1000): sudo /usr/bin/systemctl stop web"),
                find(stopped(), "").by());
    }

    /** Everything a service can do about its own words: name, program, fields, descent. */
    @Test
    void aServiceCannotForgeAWord() throws Exception {
        machine.shell("install -m 755 /usr/bin/logger /tmp/sudo; test -x /usr/bin/sudo || cp /tmp/sudo /usr/bin/sudo")
                .orFail();
        String kill = "web.service: Sent signal SIGKILL to main process 1 (sleep) on client request.";
        String memory = "oom-kill:constraint=X,oom_memcg=/,task_memcg=/system.slice/web.service,task=x,pid=1,uid=0";
        String fields = "printf 'MESSAGE=" + kill + "\\nUNIT=web.service\\n_PID=1\\nJOB_ID=%s\\nJOB_TYPE=stop\\n"
                + "MESSAGE_ID=fe6faa94e7774663a0da52717891d8ef\\n' 4711 | logger --journald";
        machine.write(
                "/tmp/forge",
                ("#!/bin/sh\n/tmp/sudo --tag sudo '" + STOP_WEB + "'\nlogger --tag sudo --id=1 '" + STOP_WEB + "'\n"
                                + "logger --tag kernel --priority kern.info '" + memory + "'\n" + fields + "\n"
                                + "echo '" + kill + "'\necho '" + memory + "'\n"
                                // It logs, and is sudo by the time that journald looks.
                                + "sh -c \"logger --tag sudo --id=\\$\\$ '" + STOP_WEB + "'; exec sudo --version\"\n")
                        .getBytes(StandardCharsets.UTF_8),
                "755");
        machine.run("systemd-run", "--quiet", "--wait", "--collect", "--property=User=alice", "/tmp/forge")
                .orFail();
        machine.run("systemctl", "stop", WEB.text()).orFail();
        Evidence found = find(stopped(), "");
        assertEquals(Optional.empty(), found.by());
        assertEquals(Optional.empty(), found.kill());
        assertEquals(Optional.empty(), found.outOfMemory());
        assertEquals(Optional.empty(), find(4711, "").jobType());
    }

    private long stopped() {
        JournalEntry entry = machine.journal().await(mark, WEB.text(), STOPPED, LIMIT);
        machine.run("journalctl", "--sync").orFail();
        return Long.parseLong(entry.field("JOB_ID").orElse("0"));
    }

    private Evidence find(long job, String invocation) throws Exception {
        return evidence.find(WEB, since, job, invocation);
    }
}
