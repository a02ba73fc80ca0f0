package upkeep.notify;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import upkeep.host.SecretFiles;
import upkeep.host.TrustAnchors;
import upkeep.notify.Call.Unsendable;
import upkeep.notify.Delivery.Retry;
import upkeep.notify.HttpSender.Needed;
import upkeep.spec.Channel;

/**
 * Sends notices over channels of every kind. Each call holds its thread, until the other side has answered or the time of the channel is
 * over: what a mail server's {@code timeout} says for each server that is tried, 15 s for what goes by HTTP, none for the system log, and
 * the {@code timeout} of a program. What the other side does, and what the network does to it, is an answer and never an exception. No
 * secret is part of an answer. Safe for use by many threads at once, virtual ones too.
 *
 * <p>Sources: RFC 5321, 5322, 3834 (mail), RFC 9112 (HTTP), RFC 3164 (system log), and the documentation of each service.
 */
public final class Senders implements AutoCloseable {

    /** Where templates of the operator's are. */
    public static final Path TEMPLATES = Path.of("/etc/upkeep/templates");

    private static final String SYSTEM_LOG = "/dev/log";

    private final Templates templates;
    private final ZoneId zone;
    private final Addresses addresses;
    private final MailSender mail;
    private final HttpSender http;
    private final SyslogSender syslog;
    private final ProgramSender programs;

    /**
     * As upkeepd sends: with the credentials of this process, and what the machine trusts. Opens nothing.
     *
     * @param version of upkeep, as servers are told
     * @param zone in which times are told
     * @param programs by which receivers are told that are programs
     */
    public Senders(String version, ZoneId zone, Programs programs) {
        this(
                version,
                zone,
                TEMPLATES,
                new SecretFiles(),
                new TrustAnchors(TrustAnchors.SYSTEM),
                SYSTEM_LOG,
                programs,
                HttpSender.TIME);
    }

    Senders(
            String version,
            ZoneId zone,
            Path templates,
            SecretFiles secrets,
            TrustAnchors anchors,
            String systemLog,
            Programs programs,
            Duration httpTime) {
        this.templates = new Templates(templates);
        this.zone = zone;
        this.addresses = new Addresses(secrets);
        Trust trust = new Trust(anchors);
        this.mail = new MailSender(secrets, trust, zone);
        this.http = new HttpSender(trust, "upkeep/" + version, httpTime);
        this.syslog = new SyslogSender(systemLog, zone);
        this.programs = new ProgramSender(programs, zone);
    }

    /** Sends it, and says what became of it. */
    public Delivery send(Channel channel, Notice notice) {
        Draft draft = new Draft(templates, notice, zone);
        Calls calls = new Calls(addresses, draft);
        try {
            return switch (channel) {
                case Channel.Mail to -> mail.send(to, draft);
                case Channel.Webhook to -> http.send(calls.webhook(to), Needed.ALL);
                case Channel.Chat to -> http.send(calls.chat(to), Needed.ALL);
                case Channel.Matrix to -> http.send(calls.matrix(to), Needed.ALL);
                case Channel.Telegram to -> http.send(calls.telegram(to), Needed.ALL);
                case Channel.Ntfy to -> http.send(calls.ntfy(to), Needed.ALL);
                case Channel.Gotify to -> http.send(calls.gotify(to), Needed.ALL);
                case Channel.PagerDuty to -> http.send(calls.pagerDuty(to), Needed.ALL);
                case Channel.Alertmanager to -> http.send(calls.alertmanager(to), Needed.ONE);
                case Channel.Syslog to -> syslog.send(to, draft);
                case Channel.Program to -> programs.send(to, draft);
                case Channel.Sendmail to -> programs.send(to, draft);
            };
        } catch (Unsendable unsendable) {
            return unsendable.delivery();
        } catch (RuntimeException fault) {
            // A mistake of upkeep's own must not end whoever has more to send; nor is its text known to hold no secret.
            return new Retry("upkeep itself failed: " + fault.getClass().getSimpleName());
        }
    }

    /** Asks an address by GET, as a sign of life. */
    public Delivery checkIn(Channel.Address address) {
        try {
            return http.send(List.of(addresses.checkIn(address)), Needed.ALL);
        } catch (Unsendable unsendable) {
            return unsendable.delivery();
        }
    }

    /** Ends what is on its way. */
    @Override
    public void close() {
        mail.close();
        http.close();
    }
}
