package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Command;
import upkeep.spec.Form.Names;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.spec.Form.Values;

/** How people are told, but for mail. */
final class ChannelKeys {

    static final int MOST_SERVERS = 10;
    static final int MOST_HEADERS = 50;

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final Pattern ROOM = Pattern.compile("![!-~]{1,254}");
    private static final Pattern CHAT = Pattern.compile("-?[0-9]{1,20}|@[A-Za-z][A-Za-z0-9_]{3,31}");

    private static final List<String> FACILITIES = List.of(
            "daemon",
            "user",
            "auth",
            "authpriv",
            "cron",
            "ftp",
            "kern",
            "lpr",
            "mail",
            "news",
            "syslog",
            "uucp",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    private static final Kind<String> TOPICS =
            text(TOPIC, "it is no topic", "topics have letters, digits, _ and -, and are at most 64 long", "topic");
    private static final Kind<String> ROOMS = text(
            ROOM,
            "it is not the id of a room",
            "an id begins with !, such as \"!abc:example.org\"; an alias has none",
            "id");
    private static final Kind<String> CHATS = text(
            CHAT,
            "it is no chat",
            "write its number, such as \"-100123\", or \"@name\" of a channel",
            "number or name");

    private static final Kind<String> TEMPLATES = Kind.text(
                    text -> Kinds.isName(text) ? Optional.empty() : Optional.of("it is not the name of a template"),
                    "names have a-z, 0-9 and -, and begin with a letter")
            .called("name")
            .matching(Kinds.NAME_PATTERN);

    /** Where an address is kept; whoever writes the address itself there is told why not. */
    private static final Kind<String> ADDRESS_FILE = new Kind<>(
            Kinds.PATH.parse(),
            text -> text.contains("://")
                    ? "it is the address itself, which is a secret"
                    : Kinds.PATH.why().apply(text),
            text -> text.contains("://")
                    ? "write it into a file that only the user upkeep can read, and the path of that here"
                    : Kinds.PATH.hint().apply(text),
            Kinds.PATH.show(),
            Kinds.PATH.shape());

    private static final String OR_CREDENTIAL = "needed, or `token-credential`";

    static final Key<Value<String>> TOKEN_FILE =
            LoginKeys.file("token").means("a file that holds the token, which the user `upkeep` must be able to read");
    static final Key<Value<String>> TOKEN_CREDENTIAL = LoginKeys.credential("token");
    static final Key<Value<String>> KEY_FILE =
            LoginKeys.file("key").means("a file that holds the key, which the user `upkeep` must be able to read");
    static final Key<Value<String>> KEY_CREDENTIAL = LoginKeys.credential("key");
    static final Key<Value<URI>> URL = Key.value("url", WebAddress.ADDRESS).means("where it is sent");
    static final Key<Value<String>> URL_FILE =
            Key.value("url-file", ADDRESS_FILE).means("instead, a file that holds the address, where it is a secret");
    static final Key<Value<String>> URL_CREDENTIAL = LoginKeys.credential("url");

    static final Key<Names<Value<String>>> HEADERS =
            PageKeys.HEADERS.means("further headers; not those that upkeep sets itself; at most " + MOST_HEADERS);
    static final Key<Value<String>> TEMPLATE = Key.value("template", TEMPLATES)
            .otherwise("upkeep's own")
            .means("the name of a template that makes the body");

    static final Key<Brief> WEBHOOK = Key.brief(
                    "webhook",
                    Vocabulary.of(
                            "webhook",
                            URL,
                            URL_FILE,
                            URL_CREDENTIAL,
                            HEADERS,
                            TOKEN_FILE.means("a file that holds a token, sent as `Authorization: Bearer`"),
                            TOKEN_CREDENTIAL,
                            KEY_FILE.means("a file that holds a key, by which the body is signed with HMAC-SHA256"),
                            KEY_CREDENTIAL,
                            TEMPLATE),
                    URL)
            .means("JSON, sent by POST to whoever wants it: its address, or a [map](#channels)");

    private static final Vocabulary ROOM_OF_CHAT = Vocabulary.of(
            "a chat service",
            URL_FILE.otherwise("needed, or one of the others")
                    .means(
                            "a file that holds the address that the room has for who may write there, which is a secret"),
            URL_CREDENTIAL,
            URL.means("instead, the address itself, which whoever reads the spec then knows"));

    static final Key<Brief> SLACK = chat("slack", "Slack");
    static final Key<Brief> MATTERMOST = chat("mattermost", "Mattermost");
    static final Key<Brief> TEAMS = chat("teams", "Microsoft Teams");

    static final Key<Value<URI>> SERVER =
            Key.value("server", WebAddress.SERVER).need().means("its address");
    static final Key<Value<String>> MATRIX_ROOM =
            Key.value("room", ROOMS).need().means("the id of the room, which begins with `!`");

    static final Key<Form.Map> MATRIX = Key.map(
                    "matrix",
                    Vocabulary.of(
                            "matrix",
                            SERVER.means("that of the account that writes"),
                            MATRIX_ROOM,
                            TOKEN_FILE
                                    .otherwise(OR_CREDENTIAL)
                                    .means("a file that holds the access token of the account"),
                            TOKEN_CREDENTIAL))
            .means("a room of Matrix");

    static final Key<Value<String>> TELEGRAM_CHAT =
            Key.value("chat", CHATS).need().means("its number, or the name of a channel beginning with `@`");
    static final Key<Usual<URI>> TELEGRAM_SERVER =
            Key.usual("server", WebAddress.SERVER, Defaults.TELEGRAM).means("another server of the Bot API");

    static final Key<Form.Map> TELEGRAM = Key.map(
                    "telegram",
                    Vocabulary.of(
                            "telegram",
                            TELEGRAM_CHAT,
                            TOKEN_FILE
                                    .otherwise(OR_CREDENTIAL)
                                    .means("a file that holds the token of the bot that writes"),
                            TOKEN_CREDENTIAL,
                            TELEGRAM_SERVER))
            .means("a chat of Telegram");

    static final Key<Value<String>> NTFY_TOPIC =
            Key.value("topic", TOPICS).need().means("which topic; without a token, whoever knows it can read along");
    static final Key<Usual<URI>> NTFY_SERVER =
            Key.usual("server", WebAddress.SERVER, Defaults.NTFY).means("its address");

    static final Key<Form.Map> NTFY = Key.map(
                    "ntfy",
                    Vocabulary.of(
                            "ntfy",
                            NTFY_TOPIC,
                            NTFY_SERVER,
                            TOKEN_FILE.means("a file that holds an access token"),
                            TOKEN_CREDENTIAL))
            .means("a topic of ntfy, which phones subscribe to");

    static final Key<Form.Map> GOTIFY = Key.map(
                    "gotify",
                    Vocabulary.of(
                            "gotify",
                            SERVER,
                            TOKEN_FILE.otherwise(OR_CREDENTIAL).means("a file that holds the token of the application"),
                            TOKEN_CREDENTIAL))
            .means("an application of Gotify");

    static final Key<Usual<URI>> PAGERDUTY_URL = Key.usual("url", WebAddress.ADDRESS, Defaults.PAGERDUTY)
            .means("where it is sent, for who speaks as PagerDuty does");

    static final Key<Brief> PAGERDUTY = Key.brief(
                    "pagerduty",
                    Vocabulary.of(
                            "pagerduty",
                            KEY_FILE.otherwise("needed, or `key-credential`")
                                    .means("a file that holds the key of the integration"),
                            KEY_CREDENTIAL,
                            PAGERDUTY_URL),
                    KEY_FILE)
            .means("PagerDuty, by Events API v2: `key-file`, or a map");

    static final Key<Values<URI>> ALERTMANAGERS = Key.values("servers", WebAddress.SERVER)
            .need()
            .means("all of them, each of which is told; at most " + MOST_SERVERS);

    static final Key<Brief> ALERTMANAGER = Key.brief(
                    "alertmanager",
                    Vocabulary.of(
                            "alertmanager",
                            ALERTMANAGERS,
                            TOKEN_FILE.means("a file that holds a token, sent as `Authorization: Bearer`"),
                            TOKEN_CREDENTIAL),
                    ALERTMANAGERS)
            .means("Alertmanager, by API v2: one address, a list of them, or a map");

    static final Key<Usual<String>> FACILITY = Key.usual("facility", Kinds.oneOf(FACILITIES), Defaults.SYSLOG_FACILITY)
            .means("as what it is logged");

    static final Key<Brief> SYSLOG = Key.brief("syslog", Vocabulary.of("syslog", FACILITY), FACILITY)
            .means("the system log of this machine: a facility, or a map");

    static final Key<Command> EXEC =
            Key.command("exec").means("a [program](#programs), which gets the message on its standard input");

    /** How the program of a receiver is run, and what it gets. */
    static final Vocabulary PROGRAM = Vocabulary.of(
            "a program of a receiver",
            Key.value("user", Kinds.ACCOUNT_NAME)
                    .otherwise("needed")
                    .means("whom it runs as; it must be written, and exist"),
            RuleKeys.GROUP,
            RuleKeys.TIMEOUT,
            RuleKeys.WRITABLE,
            TEMPLATE.means("the name of a [template](alerts.md#templates) that makes the text"));

    /** All of them; a receiver has one. */
    static final List<Key<?>> ALL = List.of(
            MailKeys.MAIL,
            WEBHOOK,
            SLACK,
            MATTERMOST,
            TEAMS,
            MATRIX,
            TELEGRAM,
            NTFY,
            GOTIFY,
            PAGERDUTY,
            ALERTMANAGER,
            SYSLOG,
            EXEC,
            MailKeys.SENDMAIL);

    static final Vocabulary CHANNELS = Vocabulary.of("a channel", ALL.toArray(Key<?>[]::new));

    private ChannelKeys() {}

    private static Key<Brief> chat(String name, String service) {
        return Key.brief(name, ROOM_OF_CHAT, URL_FILE).means("a room of " + service + ": `url-file`, or a map");
    }

    private static Kind<String> text(Pattern pattern, String fault, String hint, String name) {
        return Kind.text(text -> pattern.matcher(text).matches() ? Optional.empty() : Optional.of(fault), hint)
                .called(name)
                .matching("^(" + pattern.pattern() + ")$");
    }
}
