package upkeep.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.base.TimeSpan;
import upkeep.base.UnitName;
import upkeep.spec.Channel.MailServer;
import upkeep.spec.Channel.MailServer.Security;
import upkeep.target.Login;

/** Reads who gets mail, and by which servers it goes. */
final class MailReader {

    private static final MailServer OWN = new MailServer(
            Defaults.MAIL_HOST,
            Defaults.MAIL_PORT,
            Security.NONE,
            Defaults.VERIFY_TLS,
            Optional.empty(),
            Optional.empty(),
            Defaults.MAIL_TIMEOUT);

    private final Report report;
    private final List<MailServer> servers;
    private final String from;

    /** @param settings what holds for all receivers */
    MailReader(Fields settings, Report report) {
        this.report = report;
        this.servers = servers(settings, MailKeys.USUAL_SERVERS, List.of(OWN));
        this.from = settings.read(MailKeys.USUAL_FROM).orElse(Defaults.MAIL_FROM);
    }

    Optional<Channel> read(Fields receiver) {
        Fields mail = receiver.brief(MailKeys.MAIL, MailKeys.TO);
        List<String> to = to(mail);
        String sender = mail.read(MailKeys.FROM).orElse(from);
        Optional<String> replyTo = mail.read(MailKeys.REPLY_TO);
        List<MailServer> through = servers(mail, MailKeys.SERVERS, servers);
        return to.isEmpty() ? Optional.empty() : Optional.of(new Channel.Mail(to, sender, replyTo, through));
    }

    /** @param name of the receiver */
    Optional<Channel> sendmail(String name, Fields receiver) {
        Fields mail = receiver.brief(MailKeys.SENDMAIL, MailKeys.TO);
        List<String> to = to(mail);
        String sender = mail.read(MailKeys.FROM).orElse(from);
        Optional<String> replyTo = mail.read(MailKeys.REPLY_TO);
        Optional<UnitName> known = ProgramUnit.ofReceiver(name);
        if (to.isEmpty() || known.isEmpty()) {
            return Optional.empty();
        }
        // A line with nothing but a dot is text (-i); a sender without a host is completed by the mail system.
        List<String> command = new ArrayList<>(List.of(Defaults.SENDMAIL, "-i", "-f"));
        command.add(sender.endsWith("@") ? sender.substring(0, sender.length() - 1) : sender);
        command.add("--");
        command.addAll(to);
        ProgramUnit unit = new ProgramUnit(
                receiver.position(),
                known.get(),
                ProgramUnit.Use.MAILER,
                command,
                Defaults.SENDMAIL_USER,
                Optional.empty(),
                Defaults.PROGRAM_TIMEOUT,
                List.of());
        return Optional.of(new Channel.Sendmail(unit, to, sender, replyTo));
    }

    private List<String> to(Fields mail) {
        List<String> to =
                mail.list(MailKeys.TO).stream().map(Located::value).distinct().toList();
        int written = mail.nodes(MailKeys.TO).size();
        if (mail.lacks(MailKeys.TO) || (mail.has(MailKeys.TO) && written == 0)) {
            report.error(mail.at(MailKeys.TO), "cannot send mail: it is not said to whom", "write to: ops@example.org");
        } else if (written > MailKeys.MOST_ADDRESSES) {
            report.error(
                    mail.at(MailKeys.TO),
                    "cannot send mail to " + written + " addresses: the most are " + MailKeys.MOST_ADDRESSES,
                    "a mailing list has room for them");
        }
        return to;
    }

    private List<MailServer> servers(Fields mail, Key<Form.Items<Form.Brief>> key, List<MailServer> usual) {
        List<MailServer> read = new ArrayList<>();
        List<Fields> written = mail.items(key, MailKeys.HOST);
        written.forEach(each -> server(each).ifPresent(read::add));
        if (mail.has(key) && written.isEmpty()) {
            report.error(mail.at(key), "cannot send mail: servers is empty", "write servers: [mail.example.org]");
        } else if (written.size() > MailKeys.MOST_SERVERS) {
            report.error(
                    mail.at(key),
                    "cannot try " + written.size() + " mail servers: the most are " + MailKeys.MOST_SERVERS,
                    "two are plenty");
        }
        return mail.has(key) ? read : usual;
    }

    private Optional<MailServer> server(Fields fields) {
        Optional<String> host = fields.read(MailKeys.HOST);
        if (fields.lacks(MailKeys.HOST)) {
            report.error(fields.position(), "cannot send mail: the host is missing", "write host: mail.example.org");
        }
        boolean isHere = host.filter(Kinds::isLoopback).isPresent();
        Optional<Integer> written = fields.read(MailKeys.PORT);
        Security security = fields.read(MailKeys.SECURITY).orElse(security(isHere, written));
        int port = written.orElse(port(security));
        boolean verify = fields.get(MailKeys.VERIFY);
        Optional<Login> login = new LoginReader(fields).read();
        if (fields.has(LoginKeys.USER) && security == Security.NONE && !isHere) {
            report.error(
                    fields.at(LoginKeys.USER),
                    "cannot send the password to " + host.orElse("the server")
                            + ": the connection is not encrypted, and whoever is on the way could read it",
                    "write security: starttls, or security: tls");
        }
        Optional<String> helo = fields.read(MailKeys.HELO);
        TimeSpan timeout = fields.get(MailKeys.SERVER_TIMEOUT);
        return host.map(name -> new MailServer(name, port, security, verify, login, helo, timeout));
    }

    private static Security security(boolean isHere, Optional<Integer> port) {
        if (port.equals(Optional.of(Defaults.SUBMISSION_TLS_PORT))) {
            return Security.TLS;
        }
        return isHere ? Security.NONE : Security.STARTTLS;
    }

    private static int port(Security security) {
        return switch (security) {
            case NONE -> Defaults.MAIL_PORT;
            case STARTTLS -> Defaults.SUBMISSION_PORT;
            case TLS -> Defaults.SUBMISSION_TLS_PORT;
        };
    }
}
