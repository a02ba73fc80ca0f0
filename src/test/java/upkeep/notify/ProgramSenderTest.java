package upkeep.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import upkeep.alert.Message.Kind;
import upkeep.alert.Reason;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Channel;
import upkeep.spec.ProgramUnit;
import upkeep.spec.ProgramUnit.Use;

/** What programs are told, and what becomes of it. */
class ProgramSenderTest {

    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final ProgramUnit UNIT = unit(Use.RECEIVER, "/usr/local/bin/sms", "+491");

    @TempDir
    private Path folder = Path.of("");

    private record Run(UnitName unit, Map<String, String> variables, String input, Duration deadline) {}

    private final List<Run> runs = new ArrayList<>();
    private Programs.End end = new Programs.End.Exited(0);

    private static ProgramUnit unit(Use use, String... command) {
        return new ProgramUnit(
                SourcePos.NONE,
                new UnitName("upkeep-tell-sms.service"),
                use,
                List.of(command),
                "alert",
                Optional.empty(),
                TimeSpan.ofSeconds(20),
                List.of());
    }

    private Programs.End run(UnitName unit, Map<String, String> variables, String input, Duration deadline) {
        runs.add(new Run(unit, variables, input, deadline));
        return end;
    }

    private Delivery send(Channel.Program channel, Notice notice) {
        return new ProgramSender(this::run, UTC).send(channel, draft(notice));
    }

    private Draft draft(Notice notice) {
        return new Draft(new Templates(folder), notice, UTC);
    }

    private Delivery ended(Programs.End how) {
        end = how;
        return send(new Channel.Program(UNIT, Optional.empty()), Notices.test());
    }

    @Test
    void theTextIsItsInputAndTheRestItsEnvironment() {
        Delivery delivery = send(new Channel.Program(UNIT, Optional.empty()), Notices.dependants());
        assertEquals(new Delivery.Delivered("/usr/local/bin/sms took it"), delivery);
        Run run = runs.getFirst();
        assertEquals("upkeep-tell-sms.service", run.unit().text());
        assertEquals(Duration.ofSeconds(50), run.deadline());
        assertEquals("""
                [web1] critical: db and 12 that hang on it: went down: the main process exited with status 1
                Wrong since 10:09:12, for 3 min 32 s. Somebody is to look now.
                On it hang app-01, app-02, app-03, app-04, app-05 and 7 more.
                Last: 10:12:40 held back: its restart budget is spent; one try every 15 min from now on, or as soon as a restart has left the window
                To know more: upkeep why db
                What to do: https://wiki.example.org/runbooks/db
                """, run.input());
        assertEquals("""
                MONIT_DATE=Fri, 27 Nov 2026 10:12:44 +0000
                MONIT_DESCRIPTION=went down: the main process exited with status 1
                MONIT_EVENT=critical
                MONIT_HOST=web1
                MONIT_SERVICE=db
                UPKEEP_HOST=web1
                UPKEEP_ID=web1-77-1795774364
                UPKEEP_INCIDENT=1234
                UPKEEP_KIND=alert
                UPKEEP_RECEIVER=ops
                UPKEEP_SEVERITY=critical
                UPKEEP_STATE=firing
                UPKEEP_SUBJECT=db
                UPKEEP_TIME=2026-11-27T10:12:44Z
                UPKEEP_TITLE=critical: db and 12 that hang on it: went down: the main process exited with status 1
                UPKEEP_URGENCY=page
                """, text(run.variables()));
    }

    private static String text(Map<String, String> variables) {
        StringBuilder text = new StringBuilder();
        variables.forEach(
                (name, value) -> text.append(name).append('=').append(value).append('\n'));
        return text.toString();
    }

    @Test
    void theMachineIsWhatMonitCallsIt() {
        send(
                new Channel.Program(UNIT, Optional.empty()),
                Optional.ofNullable(Notices.all().get("machine")).orElseThrow());
        assertEquals("web1", runs.getLast().variables().get("MONIT_SERVICE"));
        assertEquals("", runs.getLast().variables().get("UPKEEP_SUBJECT"));
        send(new Channel.Program(UNIT, Optional.empty()), Notices.test());
        assertEquals("test", runs.getLast().variables().get("MONIT_EVENT"));
        assertEquals("test", runs.getLast().variables().get("UPKEEP_STATE"));
        send(
                new Channel.Program(UNIT, Optional.empty()),
                Notices.of(Kind.ALERT, Notices.firing("db"), Notices.with(Notices.firing("web"), Reason.RESOLVED, 1)));
        assertEquals("db, web", runs.getLast().variables().get("MONIT_SERVICE"));
        assertTrue(
                String.valueOf(runs.getLast().variables().get("MONIT_DESCRIPTION"))
                        .contains("1 resolved"),
                runs::toString);
    }

    @Test
    void aTemplateOfItsOwnMakesTheText() throws IOException {
        Files.writeString(folder.resolve("short.ftl"), "${host}: ${title}");
        send(new Channel.Program(UNIT, Optional.of("short")), Notices.test());
        assertEquals("web1: test: nothing is wrong", runs.getLast().input());
        Files.writeString(folder.resolve("exec.ftl"), "${brief}");
        send(new Channel.Program(UNIT, Optional.empty()), Notices.test());
        assertTrue(
                runs.getLast().input().startsWith("This is a test."),
                runs.getLast().input());
    }

    @Test
    void onlyARefusalOfWhatIsSentIsFinal() {
        assertInstanceOf(Delivery.Delivered.class, ended(new Programs.End.Exited(0)));
        for (int status : List.of(65, 67)) {
            Delivery.Rejected rejected =
                    assertInstanceOf(Delivery.Rejected.class, ended(new Programs.End.Exited(status)));
            assertTrue(rejected.why().contains("status " + status), rejected::why);
        }
        for (int status : List.of(1, 2, 64, 66, 69, 75, 77, 78, 126, 127, 203, 255)) {
            Delivery.Retry retry = assertInstanceOf(Delivery.Retry.class, ended(new Programs.End.Exited(status)));
            assertTrue(retry.why().contains("journalctl -u upkeep-tell-sms.service"), retry::why);
        }
        assertEquals(
                new Delivery.Retry("/usr/local/bin/sms was not run to its end: it took longer than its timeout;"
                        + " journalctl -u upkeep-tell-sms.service tells more"),
                ended(new Programs.End.Failed("it took longer than its timeout")));
    }

    @Test
    void sendmailGetsTheMailOfServersWithLinesOfThisMachine() {
        Channel.Sendmail channel = new Channel.Sendmail(
                unit(Use.MAILER, "/usr/sbin/sendmail", "-i", "-f", "upkeep", "--", "ops@example.org"),
                List.of("ops@example.org"),
                "upkeep@",
                Optional.of("team@example.org"));
        Delivery delivery = new ProgramSender(this::run, UTC).send(channel, draft(Notices.hostile()));
        assertEquals(new Delivery.Delivered("/usr/sbin/sendmail took it"), delivery);
        String mail = runs.getFirst().input();
        assertFalse(mail.contains("\r"), mail);
        assertTrue(mail.contains("\nTo: ops@example.org\n"), mail);
        assertTrue(mail.contains("\nReply-To: team@example.org\n"), mail);
        assertTrue(mail.contains("\nContent-Type: multipart/alternative;"), mail);
        assertFalse(mail.contains("\nBcc:"), mail);
        assertTrue(mail.chars().allMatch(each -> each == '\n' || (each >= ' ' && each < 0x7f) || each == '\t'), mail);
    }
}
