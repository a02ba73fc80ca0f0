package upkeep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Receivers that are told by programs: one of the operator's, and sendmail of a real Postfix. */
@Tag("lab")
class AlertProgramsLabTest {

    private static final String HOSTILE =
            "$(touch /var/lab/pwned) `touch /var/lab/pwned`; touch /var/lab/pwned | '\" %n ${HOME}";

    private static final String SPEC = """
            checks:
              evil:
                program: [/bin/sh, -c, 'test ! -e /run/lab/evil || { cat /run/lab/evil; exit 3; }']
                every: 1s
                failures: 1
                otherwise: [alert, {exec: [/srv/lab/told.sh, action], user: alert, writable: /var/lab}]
            receivers:
              sms: {exec: [/srv/lab/told.sh, "+49 171 $HOME %n", "a'b"], user: alert, timeout: 3s, writable: /var/lab}
              watcher: {sendmail: watcher@localhost}
            alerts: {receivers: [sms, watcher], delay: 0s, interval: 0s}
            """;

    @SuppressWarnings("NullAway.Init")
    private static Installed installed;

    @BeforeAll
    static void boot() {
        installed = Installed.bootServers("alert-programs");
        machine().run("useradd", "--system", "--create-home", "watcher").orFail();
        machine().run("useradd", "--system", "alert").orFail();
        machine().run("systemctl", "start", "postfix").orFail();
        installed.program("told.sh");
        machine()
                .shell(
                        "chmod 755 /srv/lab/told.sh; mkdir -p /run/lab /var/lab/told; echo 0 > /var/lab/status; chown -R alert /var/lab")
                .orFail();
        installed.tryApply(SPEC).orFail();
    }

    @AfterAll
    static void close() {
        installed.close();
    }

    @BeforeEach
    void forget() {
        machine()
                .shell("rm -f /run/lab/evil; echo 0 > /var/lab/status; systemctl start postfix")
                .orFail();
        installed.await("nothing is wrong, and nothing is left to tell", () -> {
            String alerts = installed.upkeep("alerts").out();
            return !alerts.contains("evil ") && !alerts.contains("Not delivered yet");
        });
        machine().shell("rm -f /var/lab/told/* /var/mail/watcher").orFail();
    }

    private static Machine machine() {
        return installed.machine();
    }

    /** All that the program noted, of all times. */
    private static String told() {
        return machine().shell("cat /var/lab/told/* 2>/dev/null || true").out();
    }

    private static String mail() {
        return machine().shell("cat /var/mail/watcher 2>/dev/null || true").out();
    }

    private static long runs(String state) {
        return told().lines().filter(("UPKEEP_STATE=" + state)::equals).count();
    }

    /** The numbers of the messages about the check, in the order in which the program was told. */
    private static List<String> messages() {
        return machine()
                .shell("cd /var/lab/told && grep -l UPKEEP_SUBJECT=evil $(grep -l UPKEEP_ID * /dev/null) /dev/null"
                        + " | sort | xargs sed -n 's/^UPKEEP_ID=//p' | uniq")
                .out()
                .lines()
                .toList();
    }

    private static void breakIt() {
        machine().write("/run/lab/evil", HOSTILE + "\n");
    }

    private static void assertNothingIsLeft() {
        assertEquals("", machine().shell("ls -A /run/upkeep/events").orFail().out());
        assertFalse(machine().run("test", "-e", "/var/lab/pwned").ok());
    }

    @Test
    void whatIsToldIsTextAndNobodyElseSeesIt() {
        breakIt();
        installed.await("the program is told", () -> runs("firing") == 1);
        installed.await("the action is done", () -> told().contains("argument action"));
        installed.await("the mail", () -> mail().contains("Subject: "));
        String told = told();
        assertTrue(told.contains("argument +49 171 $HOME %n\nargument a'b\n"), told);
        assertTrue(told.contains("user alert alert\n"), told);
        assertTrue(told.contains("NoNewPrivs:\t1\n"), told);
        assertTrue(told.contains("Permission denied") || told.contains("No such file"), told);
        assertTrue(told.contains("MONIT_SERVICE=evil\n"), told);
        assertTrue(told.contains("MONIT_PROGRAM_STATUS=3\n"), told);
        String host = machine().run("uname", "-n").orFail().text();
        assertEquals(2, told.lines().filter(("MONIT_HOST=" + host)::equals).count(), told);
        assertTrue(told.contains("--\n[" + host + "] error: evil: "), told);
        assertTrue(told.contains("$(touch /var/lab/pwned) `touch /var/lab/pwned`"), told);
        String mail = mail();
        assertTrue(mail.contains("From: upkeep@"), mail);
        assertTrue(mail.contains("(Postfix, from userid 1)"), mail);
        assertTrue(mail.contains("X-Upkeep-State: firing"), mail);
        machine().run("rm", "/run/lab/evil").orFail();
        installed.await("the end", () -> runs("resolved") == 1 && mail().contains("X-Upkeep-State: resolved"));
        installed.await(
                "nothing is left to tell",
                () -> !installed.upkeep("alerts").out().contains("Not delivered"));
        assertNothingIsLeft();
    }

    @Test
    void aPassingFaultLosesNothingAndKeepsTheOrder() {
        machine().write("/var/lab/status", "75");
        breakIt();
        installed.await("the program is told", () -> runs("firing") == 1);
        installed.await(
                "it is known why it is not told",
                () -> installed.upkeep("alerts").out().contains("ended with status 75"));
        String pid = machine().property("upkeepd.service", "MainPID");
        machine().run("systemctl", "kill", "--signal=KILL", "upkeepd.service").orFail();
        installed.awaitOtherDaemon(pid);
        machine().run("rm", "/run/lab/evil").orFail();
        installed.await("the end by mail", () -> mail().contains("X-Upkeep-State: resolved"));
        assertEquals(0, runs("resolved"), AlertProgramsLabTest::told);
        assertTrue(runs("firing") > 1, "what an earlier life left is tried first");
        machine().write("/var/lab/status", "0");
        installed.upkeep("alert", "test", "watcher");
        installed.await(
                "both are told, each under its own number", () -> messages().size() == 2);
        assertEquals(2, messages().stream().distinct().count(), AlertProgramsLabTest::told);
        installed.await(
                "nothing is left to tell",
                () -> !installed.upkeep("alerts").out().contains("Not delivered"));
        assertNothingIsLeft();
    }

    @Test
    void aTestSaysHowItEnded() {
        Result well = installed.upkeep("alert", "test");
        assertEquals(0, well.exit(), well::toString);
        assertEquals("""
                sms (exec): delivered, /srv/lab/told.sh took it
                watcher (sendmail): delivered, /usr/sbin/sendmail took it
                """, well.out());
        installed.await("the mail", () -> mail().contains("X-Upkeep-State: test"));
        machine().write("/var/lab/status", "65");
        Result refused = installed.upkeep("alert", "test", "sms");
        assertEquals(1, refused.exit(), refused::toString);
        assertTrue(refused.out().contains("refused: /srv/lab/told.sh refused it with status 65"), refused::toString);
        machine().write("/var/lab/status", "hang");
        Result late = installed.upkeep("alert", "test", "sms");
        assertTrue(late.out().contains("it took longer than its timeout"), late::toString);
        machine().run("mv", "/srv/lab/told.sh", "/srv/lab/gone.sh").orFail();
        Result missing = installed.upkeep("alert", "test", "sms");
        machine().run("mv", "/srv/lab/gone.sh", "/srv/lab/told.sh").orFail();
        assertTrue(missing.out().contains("not delivered: /srv/lab/told.sh ended with status 127"), missing::toString);
        assertNothingIsLeft();
    }

    @Test
    void mailIsTakenWhilePostfixIsDown() {
        machine().run("systemctl", "stop", "postfix").orFail();
        Result taken = installed.upkeep("alert", "test", "watcher");
        assertEquals(0, taken.exit(), taken::toString);
        assertEquals("", mail());
        machine().run("systemctl", "start", "postfix").orFail();
        installed.await("the mail", () -> mail().contains("X-Upkeep-State: test"));
    }
}
