package upkeep.probe.database;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.wire.ByteReader;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Malformed;
import upkeep.probe.wire.PlainPassword;
import upkeep.probe.wire.Speaker;
import upkeep.target.Login;
import upkeep.target.ProtocolTarget;
import upkeep.target.TlsOptions;

/** Speaks LDAP (RFC 4511): StartTLS, a bind, and a look at one entry. */
public final class Ldap implements Speaker {

    private static final int BIND = 0x60;
    private static final int BIND_RESPONSE = 0x61;
    private static final int SEARCH = 0x63;
    private static final int ENTRY = 0x64;
    private static final int SEARCH_DONE = 0x65;
    private static final int REFERENCE = 0x73;
    private static final int EXTENDED = 0x77;
    private static final int SIMPLE_PASSWORD = 0x80;
    private static final int EXTENDED_NAME = 0x80;
    private static final int PRESENT = 0x87;
    private static final int SET = 0x31;

    private static final String START_TLS = "1.3.6.1.4.1.1466.20037";
    /** Asks for no attribute. */
    private static final String NONE = "1.1";

    private final Secrets secrets;

    public Ldap(Secrets secrets) {
        this.secrets = secrets;
    }

    @Override
    public String speak(ProtocolTarget target, Channel channel) throws IOException {
        LdapMessages messages = new LdapMessages(channel);
        try {
            if (target.tls()
                    .filter(it -> it.start() == TlsOptions.Start.STARTTLS)
                    .isPresent()) {
                startTls(messages);
            }
            String found = bind(target, messages);
            if (target.option("base").isPresent() || target.option("attribute").isPresent()) {
                FirstField value = search(target, messages);
                String compared = value.judge(target, channel);
                found = target.option("attribute").isPresent() ? compared : "shows the entry that was asked for";
            }
            messages.leave();
            return found;
        } catch (Malformed wrong) {
            throw channel.sick(FailureKind.PROTOCOL, wrong.text());
        }
    }

    private static void startTls(LdapMessages messages) throws IOException, Malformed {
        Channel channel = messages.channel();
        channel.await("the answer to StartTLS");
        messages.send(Ber.of(EXTENDED, Ber.text(EXTENDED_NAME, START_TLS)), "StartTLS");
        LdapMessages.Result result = messages.result(LdapMessages.EXTENDED_RESPONSE);
        channel.findings().reached(Depth.BANNER);
        if (result.code() != LdapResultCodes.SUCCESS) {
            throw channel.sick(FailureKind.TLS, "refused StartTLS: " + result.text());
        }
        channel.secure();
    }

    private String bind(ProtocolTarget target, LdapMessages messages) throws IOException, Malformed {
        Channel channel = messages.channel();
        Optional<Login> login = target.login();
        String user = login.map(Login::user).orElse("");
        String shown = user.isEmpty() ? "an anonymous bind" : "the bind of " + Words.printable(user, 200);
        channel.await("the answer to " + shown);
        messages.send(
                Ber.of(
                        BIND,
                        Ber.small(Ber.INTEGER, target.option("version").equals(Optional.of("2")) ? 2 : 3),
                        Ber.text(Ber.TEXT, user),
                        Ber.text(SIMPLE_PASSWORD, login.isPresent() ? password(target, login.get(), channel) : "")),
                shown);
        LdapMessages.Result result = messages.result(BIND_RESPONSE);
        if (target.tls().isEmpty()) {
            channel.findings().reached(Depth.BANNER);
        }
        if (login.isEmpty() && LdapResultCodes.isUnwelcoming(result.code())) {
            return "is there, but answered an anonymous bind with " + result.text();
        }
        if (result.code() != LdapResultCodes.SUCCESS) {
            throw channel.sick(FailureKind.STATUS, "answered " + shown + " with " + result.text());
        }
        if (login.isPresent()) {
            channel.findings().reached(Depth.LOGIN);
        }
        return "answered " + shown;
    }

    private String password(ProtocolTarget target, Login login, Channel channel) throws Stop {
        PlainPassword.need(target, channel, target.tls().isPresent(), "write tls: true or tls: starttls");
        String password = secrets.text(login.password());
        if (password.isEmpty()) {
            throw new Stop.Unasked("cannot log in at " + channel.peer()
                    + ": the password is empty, which LDAP takes for a bind of nobody; write it into its file");
        }
        return password;
    }

    /** The value of the wanted attribute of the wanted entry; of several the one that is wanted, if it is there. */
    private static FirstField search(ProtocolTarget target, LdapMessages messages) throws IOException, Malformed {
        Channel channel = messages.channel();
        String base = target.option("base").orElse("");
        Optional<String> attribute = target.option("attribute");
        String entry = base.isEmpty() ? "its root" : Words.printable(base, 200);
        channel.await("the entry " + entry);
        messages.send(request(base, attribute.orElse(NONE)), "search for " + entry);
        boolean seen = false;
        List<FirstField> values = new ArrayList<>();
        Ber.Element part = messages.next();
        while (part.tag() != SEARCH_DONE) {
            switch (part.tag()) {
                case ENTRY -> {
                    seen = true;
                    values.addAll(values(part.content()));
                }
                case REFERENCE -> {
                    // Another server has it; this one was asked.
                }
                default -> throw new Malformed("sent an answer with the tag " + part.tag() + " to a search");
            }
            part = messages.next();
        }
        LdapMessages.Result result = LdapMessages.Result.read(part.content());
        if (result.code() != LdapResultCodes.SUCCESS || !seen) {
            throw channel.sick(
                    result.code() == LdapResultCodes.SUCCESS || result.code() == LdapResultCodes.NO_SUCH_OBJECT
                            ? FailureKind.CONTENT
                            : FailureKind.STATUS,
                    "does not show " + entry + ": " + result.text());
        }
        if (attribute.isPresent() && values.isEmpty()) {
            throw channel.sick(FailureKind.CONTENT, "shows no " + attribute.get() + " of " + entry);
        }
        return wanted(values, target.option("value"));
    }

    private static FirstField wanted(List<FirstField> values, Optional<String> wanted) {
        return values.stream()
                .filter(value -> value.text().equals(wanted))
                .findFirst()
                .or(() -> values.stream().findFirst())
                .orElseGet(FirstField::none);
    }

    /** Asks for one entry by its name, without a filter that could leave it out. */
    private static byte[] request(String base, String attribute) {
        byte[] nothing = Ber.small(Ber.INTEGER, 0);
        return Ber.of(
                SEARCH,
                Ber.text(Ber.TEXT, base),
                Ber.small(Ber.ENUMERATED, 0),
                Ber.small(Ber.ENUMERATED, 0),
                nothing,
                nothing,
                Ber.small(Ber.BOOLEAN, 0),
                Ber.text(PRESENT, "objectClass"),
                Ber.of(Ber.SEQUENCE, Ber.text(Ber.TEXT, attribute)));
    }

    /** All values of all attributes, of which one was asked for. */
    private static List<FirstField> values(ByteReader entry) throws Malformed {
        List<FirstField> values = new ArrayList<>();
        Ber.next(entry, Ber.TEXT);
        ByteReader attributes = Ber.next(entry, Ber.SEQUENCE);
        while (!attributes.isEmpty()) {
            ByteReader attribute = Ber.next(attributes, Ber.SEQUENCE);
            Ber.next(attribute, Ber.TEXT);
            ByteReader set = Ber.next(attribute, SET);
            while (!set.isEmpty()) {
                ByteReader value = Ber.next(set, Ber.TEXT);
                values.add(FirstField.of(value.take(value.remaining())));
            }
        }
        return values;
    }
}
