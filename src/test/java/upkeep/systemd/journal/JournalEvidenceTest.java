package upkeep.systemd.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import upkeep.base.UnitName;
import upkeep.core.Evidence;

@Timeout(30)
class JournalEvidenceTest {

    private static final UnitName WEB = new UnitName("web.service");
    private static final Instant SINCE = Instant.ofEpochSecond(1_000);
    private static final String SYSTEMD = "_PID=1 _UID=0 _COMM=systemd _TRANSPORT=journal UNIT=web.service";
    private static final String STOPPED = SYSTEMD + " JOB_ID=7 JOB_TYPE=stop";
    private static final String SUDO =
            "_UID=1000 _COMM=sudo _EXE=/usr/bin/sudo _TRANSPORT=syslog" + " _SYSTEMD_UNIT=session-2.scope";
    private static final String STOP_WEB =
            "   alice : TTY=pts/0 ; PWD=/home/alice ; USER=root ; COMMAND=/usr/bin/systemctl stop web";
    private static final String KERNEL = "_TRANSPORT=kernel SYSLOG_FACILITY=0";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private final ByteArrayOutputStream kernel = new ByteArrayOutputStream();
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

    @Test
    void tellsTheTypeOfTheJob() throws Exception {
        entry(told, 1_001, SYSTEMD + " JOB_ID=6 JOB_TYPE=start", "Started web.service.");
        entry(told, 1_002, STOPPED, "Stopped web.service.");
        assertEquals(Optional.of("stop"), find(7).jobType());
        assertEquals(Optional.empty(), find(8).jobType());
        entry(told, 1_003, SYSTEMD + " JOB_ID=8 JOB_TYPE=stop", "Stopping web.service...");
        entry(told, 1_003, SYSTEMD + " JOB_ID=8 JOB_TYPE=restart", "Stopped web.service.");
        entry(told, 1_003, SYSTEMD + " JOB_ID=8 JOB_TYPE=start", "Started web.service.");
        assertEquals(Optional.of("restart"), find(8).jobType());
    }

    @Test
    void tellsWhoAsked() throws Exception {
        entry(told, 999, SUDO, STOP_WEB);
        entry(told, 1_002, STOPPED, "Stopped web.service.");
        entry(told, 1_003, SUDO, STOP_WEB.replace("alice", "bob"));
        assertEquals(Optional.of("alice (uid 1000): sudo /usr/bin/systemctl stop web"), find(7).by());
        assertEquals(Optional.empty(), find(0).by());
    }

    @Test
    void doesNotBlameWhoAskedForAnEarlierJob() throws Exception {
        entry(told, 1_001, SUDO, STOP_WEB);
        entry(told, 1_002, STOPPED, "Stopped web.service.");
        entry(told, 1_003, SYSTEMD + " JOB_ID=8 JOB_TYPE=start", "Started web.service.");
        entry(told, 1_004, SYSTEMD + " JOB_ID=9 JOB_TYPE=stop", "Stopping web.service...");
        entry(told, 1_004, SYSTEMD + " JOB_ID=9 JOB_TYPE=stop", "Stopped web.service.");
        assertTrue(find(7).by().isPresent());
        assertEquals(Optional.empty(), find(9).by());
    }

    @Test
    void tellsWhoAskedThroughPolkit() throws Exception {
        entry(
                told,
                1_000,
                "_UID=997 _COMM=polkitd _TRANSPORT=syslog _SYSTEMD_UNIT=polkit.service",
                "Operator of unix-session:1 successfully authenticated as unix-user:admin to gain ONE-SHOT authorization"
                        + " for action org.freedesktop.systemd1.manage-units for system-bus-name::1.22"
                        + " [systemctl stop web.service] (owned by unix-user:alice)");
        entry(told, 1_002, STOPPED, "Stopped web.service.");
        assertEquals(Optional.of("admin: systemctl stop web.service"), find(7).by());
        entry(
                told,
                1_001,
                SUDO.replace("sudo", "pkexec"),
                "alice: Executing command [USER=root] [TTY=unknown] [CWD=/] [COMMAND=/usr/bin/systemctl stop web]");
        assertEquals(Optional.of("alice (uid 1000): pkexec /usr/bin/systemctl stop web"), find(7).by());
    }

    @Test
    void believesNoAskerWhoCanBeForged() throws Exception {
        List<String> origins = List.of(
                SUDO.replace("session-2.scope", "evil.service"),
                SUDO.replace("session-2.scope", "session-2.scope.service"),
                SUDO.replace("_COMM=sudo", "_COMM=logger"),
                SUDO.replace("/usr/bin/sudo", "/tmp/usr/bin/sudo"),
                SUDO.replace("syslog", "stdout"),
                SUDO.replace("_SYSTEMD_UNIT=session-2.scope", "SYSTEMD_UNIT=session-2.scope"),
                "SYSLOG_IDENTIFIER=sudo _COMM=web _TRANSPORT=syslog _SYSTEMD_UNIT=web.service");
        for (String origin : origins) {
            entry(told, 1_001, origin, STOP_WEB);
        }
        List<String> texts = List.of(
                STOP_WEB.replace("TTY", "command not allowed ; TTY"),
                STOP_WEB.replace("TTY", "user NOT in sudoers ; TTY"),
                STOP_WEB.replace("stop web", "stop website"),
                STOP_WEB.replace("/home/alice", "/tmp/x ; USER=root ; COMMAND=/usr/bin/systemctl stop web"),
                STOP_WEB.replace("/usr/bin/systemctl stop web", "web"),
                "web said: " + STOP_WEB,
                "line\n" + STOP_WEB);
        for (String text : texts) {
            entry(told, 1_001, SUDO, text);
        }
        entry(told, 1_002, STOPPED, "Stopped web.service.");
        assertEquals(Optional.empty(), find(7).by());
    }

    @Test
    void tellsOfASignalSentOnRequest() throws Exception {
        String line = "web.service: Sent signal SIGKILL to main process 190 (sleep) on client request.";
        entry(told, 999, SYSTEMD, line.replace("190", "150"));
        entry(told, 1_001, "_PID=41 _UID=0 _COMM=systemd _TRANSPORT=journal UNIT=web.service", line);
        entry(told, 1_001, SYSTEMD.replace("web", "other"), line);
        assertEquals(Optional.empty(), find(0).kill());
        entry(told, 1_000, SUDO, STOP_WEB.replace("stop", "kill"));
        entry(told, 1_002, SYSTEMD, line);
        assertEquals(Optional.of(line), find(0).kill());
        assertEquals(Optional.of("alice (uid 1000): sudo /usr/bin/systemctl kill web"), find(0).by());
    }

    @Test
    void tellsOfWantOfMemory() throws Exception {
        String line = "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=web.service,mems_allowed=0,"
                + "oom_memcg=/system.slice/web.service,task_memcg=/system.slice/web.service,task=java,pid=9,uid=0";
        entry(kernel, 999, KERNEL, line.replace("pid=9", "pid=8"));
        entry(kernel, 1_001, "_TRANSPORT=kernel SYSLOG_FACILITY=1", line);
        entry(kernel, 1_001, KERNEL, line.replace("task_memcg=/system.slice/web", "task_memcg=/system.slice/other"));
        entry(kernel, 1_001, KERNEL, line.replace("oom_memcg=/", "oom_memcg=/evil.service/x,task_memcg=/"));
        assertEquals(Optional.empty(), find(0).outOfMemory());
        entry(kernel, 1_001, KERNEL, line);
        assertEquals(Optional.of(line), find(0).outOfMemory());
        String said = "web.service: A process of this unit has been killed by the OOM killer.";
        entry(told, 1_001, SYSTEMD.replace("_PID=1", "_PID=11") + " MESSAGE_ID=fe6faa94e7774663a0da52717891d8ef", "no");
        entry(told, 1_001, SYSTEMD + " MESSAGE_ID=fe6faa94e7774663a0da52717891d8ef", said);
        assertEquals(Optional.of(said), find(0).outOfMemory());
    }

    @Test
    void showsTheLastLinesWithoutHarm() throws Exception {
        entry(lines, 1, "", "\u001b[31mred\u0007 ü\u202e\nsecond\u2028");
        entry(lines, 2, "", "x".repeat(1_000));
        assertEquals(List.of("·[31mred· ü··second·", "x".repeat(HarmlessText.LIMIT - 1) + "…"), find(0).lines());
    }

    @Test
    void asksForTheRunIfItIsKnown() throws Exception {
        JournalEvidence asking = evidence("printf '%s\\n' \"$@\" | sed 's/^/A=/' >> " + folder + "/asked");
        asking.find(WEB, SINCE, 0, "0".repeat(32));
        asking.find(WEB, SINCE, 0, "--output=cat");
        String asked = Files.readString(folder.resolve("asked"));
        assertTrue(asked.contains("A=_SYSTEMD_INVOCATION_ID=" + "0".repeat(32)), asked);
        assertTrue(asked.contains("A=--since=@990\n"), asked);
        assertTrue(!asked.contains("output=cat"), asked);
    }

    @Test
    void findsNothingInAnEmptyJournalAndSaysWhenItCannotRead() throws Exception {
        assertTrue(find(7).isEmpty());
        IOException refused = assertThrows(
                IOException.class, () -> evidence("echo no rights >&2; exit 1").find(WEB, SINCE, 7, ""));
        assertEquals(
                "cannot ask the journal about web.service: journalctl ended with 1 no rights", refused.getMessage());
        JournalEvidence sick = new JournalEvidence(program("exec sleep 1000"), Duration.ofMillis(50));
        assertThrows(IOException.class, () -> sick.find(WEB, SINCE, 7, ""));
    }

    @Test
    void endsWhereTheFormatEnds() {
        byte[] whole = export(5, "A=1 B=2", "two\nlines");
        for (int cut = 0; cut < whole.length; cut++) {
            assertEquals(List.of(), ExportedEntry.parse(Arrays.copyOf(whole, cut)), "at " + cut);
        }
        assertEquals("two\nlines", ExportedEntry.parse(whole).getFirst().field("MESSAGE"));
        byte[] endless = "MESSAGE\n\377\377\377\377\377\377\377\177x\n\n".getBytes(ISO_8859_1);
        assertEquals(List.of(), ExportedEntry.parse(endless));
    }

    private Evidence find(long job) throws IOException, InterruptedException {
        Files.write(folder.resolve("told"), told.toByteArray());
        Files.write(folder.resolve("kernel"), kernel.toByteArray());
        Files.write(folder.resolve("lines"), lines.toByteArray());
        return evidence(
                        "case \"$*\" in *_TRANSPORT=kernel*) name=kernel ;; *--lines=5\\ *) name=lines ;; *) name=told ;; esac;"
                                + " cat " + folder + "/$name")
                .find(WEB, SINCE, job, "");
    }

    private JournalEvidence evidence(String script) throws IOException {
        return new JournalEvidence(program(script), Duration.ofSeconds(20));
    }

    private Journalctl program(String script) throws IOException {
        Path file = Files.createTempFile(
                folder,
                "journalctl",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        return new Journalctl(List.of(file.toString()));
    }

    private static void entry(ByteArrayOutputStream journal, long seconds, String fields, String message) {
        journal.writeBytes(export(seconds, fields, message));
    }

    /** The message as binary, as journalctl writes what is not one plain line. */
    private static byte[] export(long seconds, String fields, String message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("__REALTIME_TIMESTAMP=" + seconds + "000000\n").getBytes(UTF_8));
        for (String field : fields.split(" ", -1)) {
            if (!field.isEmpty()) {
                out.writeBytes((field + "\n").getBytes(UTF_8));
            }
        }
        byte[] text = message.getBytes(UTF_8);
        out.writeBytes("MESSAGE\n".getBytes(UTF_8));
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array());
        out.writeBytes(text);
        out.writeBytes("\n\n".getBytes(UTF_8));
        return out.toByteArray();
    }
}
