package upkeep.notify;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import upkeep.host.SecretFiles;
import upkeep.host.UnreadableException;
import upkeep.notify.Delivery.Delivered;
import upkeep.notify.Delivery.Rejected;
import upkeep.notify.Delivery.Retry;
import upkeep.notify.MailConversation.Decision;
import upkeep.notify.MailConversation.Unusable;
import upkeep.spec.Channel;
import upkeep.spec.Channel.MailServer;

/** Sends mails, by the first server that takes them. Safe for use by many threads. */
final class MailSender implements AutoCloseable {

    private final SecretFiles secrets;
    private final SSLContext checked;
    private final SSLContext unchecked = Trust.unchecked();
    private final ZoneId zone;
    private final HostNames names = new HostNames();

    MailSender(SecretFiles secrets, Trust trust, ZoneId zone) {
        this.secrets = secrets;
        this.checked = trust.checked();
        this.zone = zone;
    }

    Delivery send(Channel.Mail mail, Draft draft) {
        MimeMessage mime;
        List<String> recipients = new ArrayList<>();
        try {
            mime = MailText.of(MailText.Envelope.of(mail), draft.notice(), draft.mail(), zone);
            for (String to : mail.to()) {
                recipients.add(MailText.address(to).getAddress());
            }
        } catch (MessagingException failed) {
            return new Rejected("cannot be written as a mail: " + Clear.line(String.valueOf(failed.getMessage()), 200));
        }
        return new Attempt(mime, recipients, draft.notice().host()).by(mail.servers());
    }

    @Override
    public void close() {
        names.close();
    }

    /** One message on its way from server to server, until it is decided for all recipients. */
    private final class Attempt {
        private final MimeMessage mime;
        private final String host;
        private final List<String> taken = new ArrayList<>();
        private final Map<String, String> refused = new LinkedHashMap<>();
        private final List<String> troubles = new ArrayList<>();
        private final List<String> answers = new ArrayList<>();
        private List<String> left;

        Attempt(MimeMessage mime, List<String> recipients, String host) {
            this.mime = mime;
            this.host = host;
            this.left = recipients.stream().distinct().toList();
        }

        Delivery by(List<MailServer> servers) {
            for (MailServer server : servers) {
                if (left.isEmpty()) {
                    break;
                }
                String name = server.host() + ":" + server.port();
                try {
                    Decision decision = conversation(server).send(mime, left, names);
                    decision.later()
                            .forEach((who, said) -> troubles.add(name + " does not take it for " + who + ": " + said));
                    refused.putAll(decision.refused());
                    if (!decision.taken().isEmpty()) {
                        taken.addAll(decision.taken());
                        answers.add(name + " took it: " + decision.answer());
                    }
                    left = List.copyOf(decision.later().keySet());
                } catch (Unusable unusable) {
                    troubles.add(name + " " + unusable.why());
                }
            }
            return answer();
        }

        private MailConversation conversation(MailServer server) throws Unusable {
            Optional<String> password = Optional.empty();
            if (server.login().isPresent()) {
                try {
                    password = Optional.of(
                            secrets.text(server.login().get().password().place()));
                } catch (UnreadableException unreadable) {
                    throw new Unusable("is not asked: " + unreadable.text());
                }
            }
            return new MailConversation(
                    server,
                    password,
                    server.verify() ? checked : unchecked,
                    server.helo().orElse(MailText.domain(host)));
        }

        private Delivery answer() {
            List<String> said = new ArrayList<>(answers);
            if (!refused.isEmpty()) {
                said.add(refused.entrySet().stream()
                        .map(each -> each.getKey() + " was refused: " + each.getValue())
                        .collect(Collectors.joining("; ")));
            }
            if (!left.isEmpty() || !taken.isEmpty()) {
                said.addAll(troubles);
            }
            String text = String.join("; ", said);
            if (!taken.isEmpty()) {
                return new Delivered(text);
            }
            return left.isEmpty() ? new Rejected(text) : new Retry(text);
        }
    }
}
