package upkeep.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import upkeep.alert.Message.Kind;
import upkeep.alert.Reason;
import upkeep.base.TimeSpan;
import upkeep.host.SecretFiles;
import upkeep.host.TrustAnchors;
import upkeep.notify.Delivery.Delivered;
import upkeep.notify.Delivery.Rejected;
import upkeep.notify.Delivery.Retry;
import upkeep.probe.Certificates;
import upkeep.spec.Channel;
import upkeep.spec.Channel.MailServer;
import upkeep.spec.Channel.MailServer.Security;
import upkeep.spec.Plan;
import upkeep.spec.Source;
import upkeep.spec.Specs;
import upkeep.target.Login;
import upkeep.target.Secret;

@Timeout(120)
class MailSenderTest {

    private static final TimeSpan LONG = TimeSpan.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    private final List<SmtpServer> servers = new ArrayList<>();
    private Senders senders = new Senders("1", ZoneId.of("UTC"), Notices.NO_PROGRAMS);

    @BeforeEach
    void trustNobody() {
        senders = trusting(Path.of("/nonexistent"));
    }

    @AfterEach
    void close() throws IOException {
        senders.close();
        for (SmtpServer server : servers) {
            server.close();
        }
    }

    private Senders trusting(Path bundle) {
        return new Senders(
                "1",
                ZoneId.of("UTC"),
                folder.resolve("templates"),
                new SecretFiles(Optional.of(folder)),
                new TrustAnchors(bundle),
                "/nonexistent",
                Notices.NO_PROGRAMS,
                Duration.ofSeconds(60));
    }

    private SmtpServer server() throws IOException {
        SmtpServer server = new SmtpServer();
        servers.add(server);
        return server;
    }

    private static Channel.Mail mail(List<MailServer> servers, String... to) {
        return new Channel.Mail(
                to.length == 0 ? List.of("ops@example.org") : List.of(to),
                "upkeep <upkeep@web1.example.org>",
                Optional.of("oncall@example.org"),
                servers);
    }

    private Delivery send(MailServer... servers) {
        return senders.send(mail(List.of(servers)), Notices.dependants());
    }

    private Delivery send(SmtpServer... servers) {
        return senders.send(mail(SmtpServer.plain(servers)), Notices.dependants());
    }

    private static String retry(Delivery delivery) {
        return assertInstanceOf(Retry.class, delivery).why();
    }

    private static String delivered(Delivery delivery) {
        return assertInstanceOf(Delivered.class, delivery).how();
    }

    private static String rejected(Delivery delivery) {
        return assertInstanceOf(Rejected.class, delivery).why();
    }

    private Login login() throws IOException {
        Files.writeString(folder.resolve("mail"), "pässword: 100%/@\n");
        return new Login("up", new Secret("mail"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "root@localhost",
                "ops+web@shop.example.org",
                "o'brien@example.org",
                "{a|b}#c/d=e@example.org",
                "x@[192.0.2.1]",
                "x@[IPv6:2001:db8::1]"
            })
    void whatASpecMayNameIsSentTo(String address) throws Exception {
        Plan plan = Specs.load(List.of(new Source("spec.yaml", "receivers: {ops: {mail: \"" + address + "\"}}")))
                .value()
                .orElseThrow();
        Channel.Mail named = (Channel.Mail)
                plan.alerting().receivers().values().iterator().next().channel();
        SmtpServer server = server();
        Channel.Mail mail =
                new Channel.Mail(named.to(), named.to().getFirst(), Optional.empty(), SmtpServer.plain(server));
        delivered(senders.send(mail, Notices.dependants()));
        assertEquals(
                List.of("MAIL FROM:<" + address + ">", "RCPT TO:<" + address + ">"), server.commands.subList(1, 3));
    }

    /** What specs leave open where they name no sender. */
    @Test
    void aSenderWithoutAHostIsOfThisMachine() throws Exception {
        SmtpServer server = server();
        Channel.Mail mail =
                new Channel.Mail(List.of("ops@example.org"), "upkeep@", Optional.empty(), SmtpServer.plain(server));
        Notice notice = Notices.dependants();
        delivered(senders.send(mail, notice));
        assertEquals("MAIL FROM:<upkeep@" + notice.host() + ">", server.commands.get(1));
    }

    @Test
    void aMailHasAllThatItNeeds() throws Exception {
        SmtpServer server = server();
        assertTrue(delivered(send(server)).endsWith(" took it: 250 2.0.0 Ok: queued as 4711"));
        assertEquals(
                List.of(
                        "EHLO me.example.org",
                        "MAIL FROM:<upkeep@web1.example.org>",
                        "RCPT TO:<ops@example.org>",
                        "DATA"),
                server.commands.subList(0, 4));
        String message = server.messages.take();
        for (String header : List.of(
                "From: upkeep <upkeep@web1.example.org>",
                "To: ops@example.org",
                "Reply-To: oncall@example.org",
                "Date: Fri, 27 Nov 2026 10:12:44 +0000",
                "Message-ID: <77-1795774364.upkeep@web1>",
                "Auto-Submitted: auto-generated",
                "Precedence: bulk",
                "X-Auto-Response-Suppress: All",
                "X-Upkeep-Subject: db",
                "X-Upkeep-Severity: critical",
                "X-Upkeep-Incident: 1234",
                "MIME-Version: 1.0")) {
            assertTrue(
                    message.contains("\n" + header + "\n") || message.startsWith(header + "\n"),
                    header + "\n" + message);
        }
        assertTrue(message.contains("Content-Type: text/plain; charset=UTF-8"), message);
        assertTrue(message.contains("Content-Type: text/html; charset=UTF-8"), message);
        assertTrue(message.contains("\n  To know more:  upkeep why db\n"), message);
        send(server);
        assertEquals(message, server.messages.take(), "a second try is the same");
    }

    @Test
    void mailsOfOneThreadRefer() throws Exception {
        SmtpServer server = server();
        send(server);
        senders.send(
                mail(SmtpServer.plain(server)),
                Notices.of(Kind.ALERT, Notices.with(Notices.firing("db"), Reason.RESOLVED, 1)));
        String first = server.messages.take();
        String second = server.messages.take();
        assertEquals(header(first, "References"), header(second, "References"));
        assertEquals(header(first, "References"), header(first, "In-Reply-To"));
    }

    private static String header(String message, String name) {
        Matcher header = Pattern.compile("(?m)^" + name + ": (.*)$").matcher(message);
        assertTrue(header.find(), message);
        return header.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "greeting, 421 4.3.2 too busy",
        "greeting, 554 5.7.1 go away",
        "MAIL, 451 4.3.0 later",
        "MAIL, 550 5.7.1 who are you",
        "RCPT, 450 4.2.0 greylisted",
        "DATA, 451 4.3.0 later",
        "., 452 4.3.1 no room"
    })
    void anotherServerIsTried(String command, String answer) throws Exception {
        SmtpServer first = server().answers(command, answer);
        SmtpServer second = server();
        assertTrue(delivered(send(first, second)).contains(answer));
        assertEquals(1, second.messages.size());
        String why = retry(send(first, first));
        assertTrue(why.matches(".*\\Q" + answer + "\\E.*; .*\\Q" + answer + "\\E.*"), why);
    }

    @ParameterizedTest
    @CsvSource({"RCPT, 550 5.1.1 no such user", "RCPT, 552 5.2.2 full", "DATA, 554 5.7.1 spam", "., 550 5.7.1 spam"})
    void whatIsRefusedForGoodIsNotTriedElsewhere(String command, String answer) throws Exception {
        SmtpServer second = server();
        assertEquals(
                "ops@example.org was refused: " + answer, rejected(send(server().answers(command, answer), second)));
        assertEquals(List.of(), second.commands);
    }

    @Test
    void ofSeveralRecipientsEachIsSeenTo() throws Exception {
        SmtpServer first = server().answers("RCPT TO:<gone@example.org>", "550 5.1.1 no such user")
                .answers("RCPT TO:<grey@example.org>", "450 4.2.0 greylisted");
        SmtpServer second = server();
        Channel.Mail mail =
                mail(SmtpServer.plain(first, second), "ops@example.org", "gone@example.org", "grey@example.org");
        String how = delivered(senders.send(mail, Notices.test()));
        assertTrue(how.contains("gone@example.org was refused: 550 5.1.1 no such user"), how);
        assertEquals(1, first.messages.size());
        assertEquals(1, second.messages.size());
        assertEquals(
                1,
                second.commands.stream()
                        .filter(command -> command.startsWith("RCPT"))
                        .count());
        assertTrue(second.heard("RCPT TO:<grey@example.org>"));
        Channel.Mail alone = mail(SmtpServer.plain(first), "ops@example.org", "grey@example.org");
        assertTrue(
                delivered(senders.send(alone, Notices.test())).contains("does not take it for grey@example.org: 450"));
    }

    @Test
    void aConnectionThatBreaksIsTriedElsewhere() throws Exception {
        for (String command : List.of("greeting", "EHLO", "MAIL", "RCPT", "DATA", ".")) {
            assertTrue(retry(send(server().answers(command, SmtpServer.CUT))).contains("the connection"), command);
        }
        SmtpServer second = server();
        assertTrue(delivered(send(server().answers("mid-data", ""), second)).contains("the connection"));
        int port;
        try (ServerSocket nobody = new ServerSocket(0)) {
            port = nobody.getLocalPort();
        }
        MailServer gone =
                new MailServer("127.0.0.1", port, Security.NONE, true, Optional.empty(), Optional.empty(), LONG);
        assertEquals("127.0.0.1:" + port + " refused the connection", retry(send(gone)));
    }

    @ParameterizedTest
    @CsvSource({"greeting", "EHLO", "MAIL", "DATA", "."})
    void aServerThatDripsIsLeft(String command) throws Exception {
        SmtpServer slow = server().answers(command, SmtpServer.DRIP);
        MailServer server = slow.server(Security.NONE, true, Optional.empty(), TimeSpan.ofMillis(400));
        SmtpServer second = server();
        assertTrue(
                delivered(send(server, second.server(Security.NONE))).contains("did not come to an end within 0.40 s"));
    }

    @Test
    void aServerThatNeverStopsIsLeft() throws Exception {
        assertTrue(retry(send(server().answers("EHLO", SmtpServer.FLOOD))).contains("it said more than 1048576 bytes"));
    }

    @Test
    void startTlsWorksOrNothingIsSaid() throws Exception {
        Certificates certificates = new Certificates(folder);
        try (SmtpServer server = SmtpServer.startTls(certificates.layered());
                Senders trusting = trusting(certificates.bundle())) {
            Channel.Mail mail = mail(List.of(server.server(Security.STARTTLS, true, Optional.of(login()), LONG)));
            delivered(trusting.send(mail, Notices.dependants()));
            String plain =
                    Base64.getEncoder().encodeToString("up\0up\0pässword: 100%/@".getBytes(StandardCharsets.UTF_8));
            assertTrue(server.heard("AUTH PLAIN " + plain), server.commands::toString);
            server.commands.clear();
            String why = retry(senders.send(mail, Notices.dependants()));
            assertTrue(why.contains("has a certificate that is signed by nobody this machine trusts"), why);
            assertFalse(server.heard("AUTH") || server.heard("MAIL"));
            delivered(senders.send(
                    mail(List.of(server.server(Security.STARTTLS, false, Optional.empty(), LONG))), Notices.test()));
            MailServer misnamed = new MailServer(
                    "127.0.0.1",
                    server.server(Security.NONE).port(),
                    Security.STARTTLS,
                    true,
                    Optional.empty(),
                    Optional.empty(),
                    LONG);
            assertTrue(retry(trusting.send(mail(List.of(misnamed)), Notices.test()))
                    .contains("127.0.0.1"));
        }
        SmtpServer without = server();
        assertTrue(retry(send(without.server(Security.STARTTLS))).endsWith("offers no STARTTLS"));
        assertFalse(without.heard("MAIL"));
    }

    @Test
    void tlsFromTheStart() throws Exception {
        Certificates certificates = new Certificates(folder);
        try (SmtpServer server = SmtpServer.tls(certificates.layered());
                Senders trusting = trusting(certificates.bundle())) {
            Channel.Mail mail = mail(List.of(server.server(Security.TLS)));
            delivered(trusting.send(mail, Notices.test()));
            assertTrue(retry(senders.send(mail, Notices.test())).contains("nobody this machine trusts"));
            delivered(senders.send(
                    mail(List.of(server.server(Security.TLS, false, Optional.empty(), LONG))), Notices.test()));
        }
        assertTrue(retry(send(server().server(Security.TLS))).contains("failed at TLS"));
    }

    @Test
    void aLoginThatIsRefusedIsForSomebodyToMend() throws Exception {
        SmtpServer server = server().answers("AUTH", "535 5.7.8 wrong");
        String why = retry(send(server.server(Security.NONE, true, Optional.of(login()), LONG)));
        assertTrue(why.endsWith("refused the login: 535 5.7.8 wrong"), why);
        Login none = new Login("up", new Secret("none"));
        assertTrue(retry(send(server.server(Security.NONE, true, Optional.of(none), LONG)))
                .contains("is not asked: cannot read the credential none"));
    }

    @Test
    void whatIsNoAddressIsRefused() throws Exception {
        SmtpServer server = server();
        for (String to :
                List.of("a b@example.org", "x", "a@example.org, b@example.org", "a@example.org\r\nBcc: c@d.org")) {
            assertTrue(rejected(senders.send(mail(SmtpServer.plain(server), to), Notices.test()))
                    .startsWith("cannot be written as a mail: "));
        }
        assertEquals(List.of(), server.commands);
    }

    @Test
    void manyAtOnce() throws Exception {
        SmtpServer server = server();
        List<Callable<Delivery>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> send(server));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Delivery> each : threads.invokeAll(calls)) {
                delivered(each.get());
            }
        }
        assertEquals(20, server.messages.size());
    }
}
