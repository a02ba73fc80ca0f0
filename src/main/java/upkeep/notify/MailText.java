package upkeep.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import upkeep.alert.Message;
import upkeep.alert.Message.Line;
import upkeep.spec.Channel;

/**
 * A notice as a mail (RFC 5322): the same octets each time, with what marks it as written by a program (RFC 3834), so that no
 * vacation notice answers it, and what puts all mails of a thread below each other.
 */
final class MailText {

    private static final String UTF_8 = "UTF-8";
    private static final int MOST_NAMED = 20;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

    private MailText() {}

    /** Whom a mail goes to, and whom it comes from; with nothing behind the {@code @} of that, this machine's name is put there. */
    record Envelope(List<String> to, String from, Optional<String> replyTo) {
        static Envelope of(Channel.Mail mail) {
            return new Envelope(mail.to(), mail.from(), mail.replyTo());
        }

        static Envelope of(Channel.Sendmail mail) {
            return new Envelope(mail.to(), mail.from(), mail.replyTo());
        }
    }

    /** @throws AddressException if an address is none */
    static MimeMessage of(Envelope mail, Notice notice, Draft.Mail texts, ZoneId zone) throws MessagingException {
        String id = notice.number() + ".upkeep@" + domain(notice.host());
        MimeMessage mime = new WithId(id);
        Message message = notice.message();
        mime.setFrom(address(mail.from().endsWith("@") ? mail.from() + domain(notice.host()) : mail.from()));
        for (String to : mail.to()) {
            mime.addRecipient(jakarta.mail.Message.RecipientType.TO, address(to));
        }
        if (mail.replyTo().isPresent()) {
            mime.setReplyTo(new InternetAddress[] {address(mail.replyTo().get())});
        }
        mime.setHeader("Date", message.at().atZone(zone).format(DATE));
        mime.setSubject(texts.subject(), UTF_8);
        if (!message.thread().isEmpty()) {
            String root = "<" + digest(message.thread()) + ".thread.upkeep@" + domain(notice.host()) + ">";
            mime.setHeader("In-Reply-To", root);
            mime.setHeader("References", root);
        }
        mime.setHeader("Auto-Submitted", "auto-generated");
        mime.setHeader("Precedence", "bulk");
        mime.setHeader("X-Auto-Response-Suppress", "All");
        forMachines(mime, notice);
        mime.setContent(new Alternative(texts, "=_upkeep_" + digest(notice.id())));
        mime.saveChanges();
        return mime;
    }

    private static void forMachines(MimeMessage mime, Notice notice) throws MessagingException {
        Message message = notice.message();
        Wording wording = new Wording(notice, ZoneOffset.UTC);
        header(mime, "X-Upkeep-Host", notice.host());
        header(mime, "X-Upkeep-Receiver", message.receiver());
        header(
                mime,
                "X-Upkeep-Kind",
                notice.isTest() ? "test" : message.kind().name().toLowerCase(Locale.ROOT));
        header(mime, "X-Upkeep-State", wording.state());
        header(
                mime,
                "X-Upkeep-Severity",
                wording.loudest().map(severity -> severity.word()).orElse("information"));
        header(
                mime,
                "X-Upkeep-Subject",
                message.lines().stream()
                        .map(Line::subject)
                        .filter(subject -> !subject.isEmpty())
                        .distinct()
                        .limit(MOST_NAMED)
                        .collect(Collectors.joining(", ")));
        header(
                mime,
                "X-Upkeep-Incident",
                message.lines().stream()
                        .filter(line -> line.incident() > 0)
                        .map(line -> Long.toString(line.incident()))
                        .distinct()
                        .limit(MOST_NAMED)
                        .collect(Collectors.joining(", ")));
    }

    /** A header with foreign text in it; none if there is no text. */
    private static void header(MimeMessage mime, String name, String text) throws MessagingException {
        String clear = Clear.line(text, 500);
        if (clear.isEmpty()) {
            return;
        }
        try {
            String encoded = MimeUtility.encodeText(clear, UTF_8, null);
            mime.setHeader(name, MimeUtility.fold(name.length() + 2, encoded));
        } catch (UnsupportedEncodingException impossible) {
            throw new IllegalStateException("every Java runtime has UTF-8", impossible);
        }
    }

    static InternetAddress address(String text) throws AddressException {
        InternetAddress[] addresses = InternetAddress.parse(text, true);
        if (addresses.length != 1 || !Clear.line(text, 1_000).equals(text.strip())) {
            throw new AddressException("it is not one address", text);
        }
        addresses[0].validate();
        return addresses[0];
    }

    /** The name of a machine as the right half of an identifier of a message. */
    static String domain(String host) {
        String domain =
                host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.-]", "-").replaceAll("^[.-]+|[.-]+$", "");
        domain = domain.replaceAll("\\.{2,}", ".");
        return domain.isEmpty() ? "localhost" : domain.substring(0, Math.min(255, domain.length()));
    }

    static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-256", impossible);
        }
    }

    /** Keeps the identifier that it was given. */
    private static final class WithId extends MimeMessage {
        private final String id;

        WithId(String id) {
            super(Session.getInstance(new Properties()));
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }

    /** Text, and the same for who reads HTML; with a boundary that is known before. */
    private static final class Alternative extends MimeMultipart {
        Alternative(Draft.Mail texts, String boundary) throws MessagingException {
            super("alternative");
            contentType = "multipart/alternative; boundary=\"" + boundary + "\"";
            MimeBodyPart text = new MimeBodyPart();
            text.setText(texts.text(), UTF_8, "plain");
            addBodyPart(text);
            MimeBodyPart html = new MimeBodyPart();
            html.setText(texts.html(), UTF_8, "html");
            addBodyPart(html);
        }
    }
}
