package upkeep.notify;

import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import upkeep.base.Humane;
import upkeep.spec.Channel.MailServer;

/**
 * What is said to one mail server for one message (RFC 5321).
 *
 * @param password of the login, if there is one
 * @param helo what this machine calls itself
 */
record MailConversation(MailServer server, Optional<String> password, SSLContext tls, String helo) {

    private static final int TEMPORARY = 4;
    private static final int PERMANENT = 5;

    /** The server cannot be used; the message says why. Another one may. */
    static final class Unusable extends Exception {
        Unusable(String why) {
            super(why, null, false, false);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    /**
     * What the server decided.
     *
     * @param taken for whom it took the message
     * @param refused for whom it never will, with what it said
     * @param later for whom it may later
     * @param answer what it said last
     */
    record Decision(List<String> taken, Map<String, String> refused, Map<String, String> later, String answer) {}

    /** Sends the message to those recipients. Takes no longer than the server's time, whatever the server does. */
    Decision send(MimeMessage mime, List<String> recipients, HostNames names) throws Unusable {
        try (MailConnection connection = new MailConnection();
                Cutoff cutoff = new Cutoff(server.timeout().toDuration(), connection)) {
            try {
                Socket socket = secured(connection.to(names.of(server.host(), cutoff.left()), server.port(), cutoff));
                return send(mime, recipients, socket);
            } catch (IOException | MessagingException failed) {
                throw new Unusable(cutoff.isOver() ? late() : Faults.text(failed));
            } catch (Unusable unusable) {
                throw cutoff.isOver() ? new Unusable(late()) : unusable;
            }
        } catch (IOException closing) {
            throw new Unusable(Faults.text(closing));
        }
    }

    private String late() {
        return "did not come to an end within " + Humane.duration(server.timeout());
    }

    private Socket secured(Socket raw) throws IOException {
        return switch (server.security()) {
            case NONE, STARTTLS -> raw;
            case TLS -> {
                SSLSocket socket =
                        (SSLSocket) tls.getSocketFactory().createSocket(raw, server.host(), server.port(), true);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm(server.verify() ? "HTTPS" : "");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                yield socket;
            }
        };
    }

    private Decision send(MimeMessage mime, List<String> recipients, Socket socket)
            throws MessagingException, Unusable {
        Transport transport = new Transport(Session.getInstance(properties()));
        try {
            try {
                transport.connect(socket);
            } catch (MessagingException failed) {
                throw unusable(transport, failed);
            }
            Address[] addresses =
                    recipients.stream().map(MailConversation::address).toArray(Address[]::new);
            try {
                transport.sendMessage(mime, addresses);
                return new Decision(recipients, Map.of(), Map.of(), quoted(transport.getLastServerResponse()));
            } catch (SMTPSendFailedException failed) {
                return decided(transport, recipients, failed);
            } catch (SendFailedException failed) {
                return refused(recipients, failed);
            }
        } finally {
            quit(transport);
        }
    }

    /** Politeness; the message has its fate already. */
    private static void quit(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException _) {
            // The other side has gone before.
        }
    }

    private Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.localhost", helo);
        properties.setProperty("mail.smtp.sendpartial", "true");
        properties.setProperty("mail.smtp.quitwait", "false");
        properties.setProperty("mail.smtp.auth", Boolean.toString(server.login().isPresent()));
        properties.setProperty("mail.smtp.auth.mechanisms", "PLAIN LOGIN");
        properties.setProperty(
                "mail.smtp.starttls.required", Boolean.toString(server.security() == MailServer.Security.STARTTLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", Boolean.toString(server.verify()));
        properties.put("mail.smtp.ssl.socketFactory", tls.getSocketFactory());
        return properties;
    }

    private static InternetAddress address(String text) {
        InternetAddress address = new InternetAddress();
        address.setAddress(text);
        return address;
    }

    /** Why no message can be sent. What the server says for good here is a matter of how things are set up, which somebody mends. */
    private static Unusable unusable(Transport transport, MessagingException failed) {
        String said = quoted(transport.getLastServerResponse());
        String text = String.valueOf(failed.getMessage());
        if (failed instanceof AuthenticationFailedException) {
            return new Unusable(
                    "refused the login: " + (code(said) > 0 ? said : Clear.line(text, Faults.LONGEST_QUOTE)));
        }
        if (text.startsWith("STARTTLS is required")) {
            return new Unusable("offers no STARTTLS");
        }
        if (failed.getNextException() instanceof IOException io) {
            return new Unusable(Faults.text(io));
        }
        if (said.equals("[EOF]") || said.isEmpty()) {
            return new Unusable("ended the connection");
        }
        return new Unusable("said: " + said);
    }

    /** After an answer to MAIL, DATA, or the message itself. */
    private static Decision decided(Transport transport, List<String> recipients, SMTPSendFailedException failed)
            throws Unusable {
        Map<String, String> refused = new LinkedHashMap<>();
        Map<String, String> later = new LinkedHashMap<>();
        sort(failed, refused, later);
        List<String> others = new ArrayList<>(recipients);
        others.removeAll(refused.keySet());
        others.removeAll(later.keySet());
        String said = quoted(String.valueOf(failed.getMessage()));
        int code = failed.getReturnCode();
        if (code / 100 == 2) {
            return new Decision(others, refused, later, quoted(transport.getLastServerResponse()));
        }
        // What it has against the sender, it has against how things are set up.
        if (code / 100 != PERMANENT || String.valueOf(failed.getCommand()).startsWith("MAIL")) {
            throw new Unusable(code < 100 ? "ended the connection" : "said: " + said);
        }
        others.forEach(other -> refused.put(other, said));
        return new Decision(List.of(), refused, later, said);
    }

    /** When no recipient was accepted. */
    private static Decision refused(List<String> recipients, SendFailedException failed) throws Unusable {
        Map<String, String> refused = new LinkedHashMap<>();
        Map<String, String> later = new LinkedHashMap<>();
        sort(failed, refused, later);
        if (refused.size() + later.size() < recipients.size()) {
            throw new Unusable(
                    failed.getNextException() instanceof IOException io ? Faults.text(io) : "ended the connection");
        }
        return new Decision(List.of(), refused, later, "");
    }

    private static void sort(MessagingException failed, Map<String, String> refused, Map<String, String> later) {
        Exception next = failed;
        while (next instanceof MessagingException chain) {
            if (chain instanceof SMTPAddressFailedException each) {
                String said = quoted(String.valueOf(each.getMessage()));
                switch (each.getReturnCode() / 100) {
                    case TEMPORARY -> later.put(each.getAddress().getAddress(), said);
                    case PERMANENT -> refused.put(each.getAddress().getAddress(), said);
                    default -> {}
                }
            }
            next = chain.getNextException();
        }
    }

    private static String quoted(@Nullable String said) {
        return Clear.line(said == null ? "" : said, Faults.LONGEST_QUOTE);
    }

    private static int code(String said) {
        return said.matches("[2-5][0-9][0-9].*") ? Integer.parseInt(said.substring(0, 3)) : 0;
    }

    /** Logs in as the server's login says; the library itself would take the password out of an address. */
    private final class Transport extends SMTPTransport {
        Transport(Session session) {
            super(session, new URLName("smtp", null, -1, null, null, null));
        }

        @Override
        protected boolean protocolConnect(String host, int port, String user, String password)
                throws MessagingException {
            return super.protocolConnect(
                    host,
                    port,
                    server.login().map(login -> login.user()).orElse(null),
                    MailConversation.this.password.orElse(null));
        }
    }
}
