package upkeep.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import upkeep.alert.Message;
import upkeep.alert.Message.Line;
import upkeep.alert.Reason;
import upkeep.base.Severity;
import upkeep.base.TimeSpan;
import upkeep.spec.Channel;
import upkeep.spec.Channel.MailServer;
import upkeep.spec.Urgency;

/** Whatever others wrote: lines stay short, and headers stay those that were meant. */
class ColumnsPropertyTest {

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings().withChars("abc -|\nü€😀").ofMaxLength(400);
    }

    @Provide
    Arbitrary<String> wild() {
        return Arbitraries.strings()
                .withChars("aB:<>@,;=?_\"\\ \t\r\n\0\u0085\u2028\u202eü€😀")
                .ofMaxLength(300);
    }

    @Property(tries = 2_000)
    void linesAreShortAndNoWordIsLost(@ForAll("texts") String text) {
        String wrapped = Columns.wrap(text);
        for (String line : wrapped.split("\n", -1)) {
            String words = line.strip();
            if (words.startsWith("- ") || words.startsWith("| ")) {
                words = words.substring(2);
            }
            assertTrue(line.codePointCount(0, line.length()) <= Columns.WIDTH || !words.contains(" "), line);
        }
        assertEquals(words(text), words(wrapped));
        assertEquals(wrapped, Columns.wrap(wrapped), "once is enough");
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("[ \n]+", -1));
    }

    @Property(tries = 1_000)
    void aLineIsOneLineOfThatLength(@ForAll("wild") String text) {
        String line = Clear.line(text, 40);
        assertTrue(line.codePointCount(0, line.length()) <= 40, line);
        assertFalse(line.chars().anyMatch(Character::isISOControl), line);
        assertEquals(line.strip(), line);
        assertEquals(line, Clear.line(line, 40));
        String within = Clear.within(text, 50);
        assertTrue(within.getBytes(StandardCharsets.UTF_8).length <= 50, within);
        assertTrue(text.startsWith(within.replace("…", "").stripTrailing()) || within.equals(text), within);
    }

    @Property(tries = 300)
    void headersAreThoseThatWereMeant(@ForAll("wild") String text, @ForAll("wild") String other) throws Exception {
        Line line = new Line(
                text,
                Reason.FIRING,
                text,
                Severity.ERROR,
                Urgency.PAGE,
                other,
                7,
                new TreeSet<>(),
                Notices.AT,
                1,
                other);
        Message message = new Message(5, other, Notices.AT, Message.Kind.ALERT, text, List.of(line), 0);
        Notice notice = new Notice(other, message, Map.of(), false);
        MailServer server = new MailServer(
                "h", 25, MailServer.Security.NONE, true, Optional.empty(), Optional.empty(), TimeSpan.ofSeconds(1));
        Channel.Mail mail =
                new Channel.Mail(List.of("a@example.org"), "b@example.org", Optional.empty(), List.of(server));
        Draft draft = new Draft(new Templates(java.nio.file.Path.of("/nonexistent")), notice, ZoneOffset.UTC);
        MimeMessage mime = MailText.of(MailText.Envelope.of(mail), notice, draft.mail(), ZoneOffset.UTC);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        mime.writeTo(out);
        String sent = out.toString(StandardCharsets.UTF_8);
        String head = sent.substring(0, sent.indexOf("\r\n\r\n"));
        for (String each : head.split("\r\n", -1)) {
            assertTrue(each.matches("[\\x20-\\x7e\\t]{1,998}"), each);
            assertTrue(
                    each.startsWith(" ")
                            || each.startsWith("\t")
                            || NAMES.contains(each.substring(0, each.indexOf(':'))),
                    each);
        }
        assertFalse(head.contains("\n\n") || head.replace("\r\n", "").contains("\n"), head);
        assertEquals(1, mime.getHeader("Subject").length);
        assertEquals(
                1,
                Collections.list(mime.getAllHeaders()).stream()
                        .filter(header -> header.getName().equals("To"))
                        .count());
        assertTrue(
                mime.getHeader("Message-ID")[0].matches("<5-[0-9]+\\.upkeep@[a-z0-9.-]+>"),
                mime.getHeader("Message-ID")[0]);
    }

    private static final List<String> NAMES = List.of(
            "Date",
            "From",
            "To",
            "Message-ID",
            "In-Reply-To",
            "References",
            "Subject",
            "MIME-Version",
            "Content-Type",
            "Auto-Submitted",
            "Precedence",
            "X-Auto-Response-Suppress",
            "X-Upkeep-Host",
            "X-Upkeep-Receiver",
            "X-Upkeep-Kind",
            "X-Upkeep-State",
            "X-Upkeep-Severity",
            "X-Upkeep-Subject",
            "X-Upkeep-Incident");
}
