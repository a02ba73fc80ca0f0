package upkeep.systemd.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
    private static final String STOP_WEB =
            "alice : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/usr/bin/systemctl stop web";

    private static final String FORGE = """
            import os, socket
            asked, kill, memory = open('/tmp/words').read().splitlines()
            print(asked, kill, memory, sep='\\n', flush=True)
            journal = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            journal.connect('/run/systemd/journal/socket')
            for text in kill, memory:
                journal.send(('MESSAGE=%s\\nUNIT=web.service\\n_PID=1\\n_TRANSPORT=kernel\\nSYSLOG_FACILITY=0\\nJOB_ID=4711\\n'
                              'JOB_TYPE=stop\\nMESSAGE_ID=fe6faa94e7774663a0da52717891d8ef\\n' % text).encode())
            log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            log.connect('/dev/log')
            log.send(b'<86>sudo: ' + asked.encode())
            os.mkfifo('/tmp/silence')
            os.dup2(os.open('/tmp/silence', os.O_RDWR), 0)
            os.execv('/usr/bin/sudo', ['sudo', '-S', '-k', 'true'])
            """;

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
        machine = Machine.boot(suite, "evidence");
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

    /** In a login of alice. */
    @Test
    void whoUsedSudoIsTold() throws Exception {
        machine.write("/etc/sudoers.d/alice", "alice ALL=(root) NOPASSWD: /usr/bin/systemctl\n");
        machine.run("su", "-", "alice", "-c", "sudo systemctl stop web").orFail();
        assertEquals(
                Optional.of("alice (uid 1000): sudo /usr/bin/systemctl stop web"),
                find(stopped(), "").by());
    }

    /** Everything a service can do about its own words: name, program, fields, and to be sudo when journald looks. */
    @Test
    void aServiceCannotForgeAWord() throws Exception {
        String kill = "web.service: Sent signal SIGKILL to main process 1 (sleep) on client request.";
        String memory = "oom-kill:constraint=X,oom_memcg=/,task_memcg=/system.slice/web.service,task=x,pid=1,uid=0";
        machine.write("/tmp/words", String.join("\n", STOP_WEB, kill, memory));
        machine.write("/tmp/forge", FORGE);
        // journald reads only once the forger is sudo; by itself it would be a matter of luck.
        machine.shell("systemctl kill --signal=STOP systemd-journald;"
                        + " systemd-run --quiet --unit=forger --property=User=alice python3 /tmp/forge;"
                        + " until [ \"$(readlink /proc/$(systemctl show forger -p MainPID --value)/exe)\" = /usr/bin/sudo ];"
                        + " do sleep 0.05; done; systemctl kill --signal=CONT systemd-journald; journalctl --sync;"
                        + " systemctl stop forger")
                .orFail();
        machine.run("systemctl", "stop", WEB.text()).orFail();
        long job = stopped();
        assertTrue(
                machine.journal().since(mark).stream()
                        .anyMatch(entry -> entry.message().equals(STOP_WEB) && entry.has("_EXE", "/usr/bin/sudo")),
                "journald takes the forger for sudo");
        Evidence found = find(job, "");
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
