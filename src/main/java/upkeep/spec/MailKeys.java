package upkeep.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.base.TimeSpan;
import upkeep.spec.Channel.MailServer.Security;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Items;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** How people are told by mail. */
final class MailKeys {

    static final int MOST_ADDRESSES = 100;
    static final int MOST_SERVERS = 10;

    private static final int LONGEST_ADDRESS = 254;
    private static final String ATOM = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
    private static final Pattern LOCAL_PART = Pattern.compile("(?=.{1,64}$)" + ATOM + "(\\." + ATOM + ")*");
    private static final Pattern LITERAL = Pattern.compile("\\[(IPv6:)?[0-9A-Fa-f:.]{2,45}]");

    /** Mailboxes of RFC 5321 section 4.1.2, but for what next to nobody has: quoted names, and letters beyond ASCII. */
    private static final Kind<String> ADDRESS = new Kind<>(
                    text -> fault(text).isEmpty() ? Optional.of(text) : Optional.empty(),
                    text -> fault(text).orElse("it is not a mail address"),
                    text -> LOCAL_PART.matcher(text).matches()
                            ? "write it whole, such as " + text + "@localhost"
                            : "write such as ops@example.org, and no name around it",
                    text -> text,
                    Shape.Text.of("mail address"))
            .called("mail address", "mail addresses")
            .matching("^[!-?A-~]+@[^\\s@]+$");

    private static final Kind<TimeSpan> TIMEOUT = Kinds.FINITE
            .where(
                    span -> span.microseconds() >= 1_000_000L && span.microseconds() <= 300_000_000L,
                    "it must be from 1s to 5min",
                    "write a time span such as 30s")
            .called("time span, `1s` to `5min`");

    static final Key<Value<String>> HOST =
            Key.value("host", Kinds.HOST_NAME).need().means("which server; its addresses are tried in turn");
    static final Key<Value<Integer>> PORT = Key.value("port", Kinds.PORT)
            .otherwise("`587` with `starttls`, `465` with `tls`, `25` with `none`")
            .means("where it listens");
    static final Key<Value<Security>> SECURITY = Key.value("security", Kind.word(List.of(Security.values())))
            .otherwise("`none` on this machine, `tls` at port 465, else `starttls`")
            .means(
                    "how what is said is kept from others: `starttls`, which must work; `tls` from the first octet on; or not at"
                            + " all");
    static final Key<Usual<Boolean>> VERIFY = Key.usual("verify", Kinds.YES_OR_NO, Defaults.VERIFY_TLS)
            .means("whether its certificate must be trusted and name the host");
    static final Key<Value<String>> HELO =
            Key.value("helo", Kinds.HOST_NAME).otherwise("its host name").means("what this machine calls itself there");
    static final Key<Usual<TimeSpan>> SERVER_TIMEOUT =
            Key.usual("timeout", TIMEOUT, Defaults.MAIL_TIMEOUT).means("for all that is said there for one message");

    private static final Key<Value<String>> USER = LoginKeys.USER.means("who logs in there; without it, nobody does");

    private static final Vocabulary SERVER = Vocabulary.of(
            "a mail server",
            HOST,
            PORT,
            SECURITY,
            VERIFY,
            USER,
            LoginKeys.PASSWORD_FILE,
            LoginKeys.PASSWORD_CREDENTIAL,
            HELO,
            SERVER_TIMEOUT);

    static final Key<Items<Brief>> USUAL_SERVERS = Key.items("servers", new Brief(SERVER, List.of(HOST)))
            .otherwise("`localhost` at port 25")
            .means("who takes the mail: tried in this order until one does; each a host, or a map; at most "
                    + MOST_SERVERS);
    static final Key<Items<Brief>> SERVERS = USUAL_SERVERS.otherwise("those of `settings.mail`");

    static final Key<Value<String>> USUAL_FROM = Key.value("from", ADDRESS)
            .otherwise("`upkeep@HOST`, with the name of this machine")
            .means("who it comes from");
    static final Key<Value<String>> FROM = USUAL_FROM.otherwise("that of `settings.mail`");
    static final Key<Values<String>> TO =
            Key.values("to", ADDRESS).need().means("whom it goes to; at most " + MOST_ADDRESSES);
    static final Key<Value<String>> REPLY_TO =
            Key.value("reply-to", ADDRESS).otherwise("who it comes from").means("who gets answers");

    /** What holds for all receivers. */
    static final Key<Form.Map> SETTINGS = Key.map(
                    "mail", Vocabulary.of("mail of all receivers", USUAL_SERVERS, USUAL_FROM))
            .means("for [receivers](#receivers) that do not say so themselves");

    static final Key<Brief> MAIL = Key.brief("mail", Vocabulary.of("mail", TO, FROM, REPLY_TO, SERVERS), TO)
            .means("mail: one address, a list of them, or a [map](#mail)");

    static final Key<Brief> SENDMAIL = Key.brief("sendmail", Vocabulary.of("sendmail", TO, FROM, REPLY_TO), TO)
            .means("mail, handed to the mail system of this machine by sendmail(8): one address, a list of them, or a"
                    + " [map](#sendmail)");

    private MailKeys() {}

    private static Optional<String> fault(String text) {
        int at = text.lastIndexOf('@');
        if (text.chars().anyMatch(c -> c <= ' ' || c >= 0x7f)) {
            return Optional.of("it has blanks or characters beyond ASCII");
        }
        if (text.length() > LONGEST_ADDRESS) {
            return Optional.of("it is longer than " + LONGEST_ADDRESS);
        }
        if (at < 0) {
            return Optional.of("it has no @");
        }
        String domain = text.substring(at + 1);
        boolean isDomain = LITERAL.matcher(domain).matches()
                || (Kinds.HOST_NAME.parse().apply(domain).isPresent()
                        && !domain.contains(":")
                        && !domain.endsWith(".")
                        && !domain.contains("_"));
        return LOCAL_PART.matcher(text.substring(0, at)).matches() && isDomain
                ? Optional.empty()
                : Optional.of("it is not a mail address");
    }
}
