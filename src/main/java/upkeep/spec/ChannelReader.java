package upkeep.spec;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import upkeep.spec.Channel.Address;
import upkeep.spec.Channel.Chat;
import upkeep.target.Secret;

/** Reads how a receiver is reached. */
final class ChannelReader {

    private static final List<String> OURS = List.of(
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "idempotency-key",
            "transfer-encoding",
            "upgrade",
            "user-agent",
            "x-upkeep-signature");

    private static final Map<Key<?>, Function<ChannelReader, Optional<Channel>>> READERS = Map.ofEntries(
            Map.entry(MailKeys.MAIL, reader -> reader.mails.read(reader.receiver)),
            Map.entry(ChannelKeys.WEBHOOK, ChannelReader::webhook),
            Map.entry(ChannelKeys.SLACK, reader -> reader.chat(ChannelKeys.SLACK, Chat.Kind.SLACK)),
            Map.entry(ChannelKeys.MATTERMOST, reader -> reader.chat(ChannelKeys.MATTERMOST, Chat.Kind.MATTERMOST)),
            Map.entry(ChannelKeys.TEAMS, reader -> reader.chat(ChannelKeys.TEAMS, Chat.Kind.TEAMS)),
            Map.entry(ChannelKeys.MATRIX, ChannelReader::matrix),
            Map.entry(ChannelKeys.TELEGRAM, ChannelReader::telegram),
            Map.entry(ChannelKeys.NTFY, ChannelReader::ntfy),
            Map.entry(ChannelKeys.GOTIFY, ChannelReader::gotify),
            Map.entry(ChannelKeys.PAGERDUTY, ChannelReader::pagerDuty),
            Map.entry(ChannelKeys.ALERTMANAGER, ChannelReader::alertmanager),
            Map.entry(ChannelKeys.SYSLOG, ChannelReader::syslog),
            Map.entry(ChannelKeys.EXEC, ChannelReader::program),
            Map.entry(MailKeys.SENDMAIL, reader -> reader.mails.sendmail(reader.name, reader.receiver)));

    private final String name;
    private final Fields receiver;
    private final MailReader mails;
    private final Report report;

    /** @param name of the receiver */
    ChannelReader(String name, Fields receiver, MailReader mails) {
        this.name = name;
        this.receiver = receiver;
        this.mails = mails;
        this.report = receiver.report();
    }

    Optional<Channel> read() {
        List<Key<?>> written = ChannelKeys.ALL.stream().filter(receiver::has).toList();
        if (receiver.lacks(ChannelKeys.EXEC)) {
            ChannelKeys.PROGRAM.keys().stream()
                    .filter(receiver::has)
                    .forEach(key -> report.error(
                            receiver.at(key),
                            "cannot use " + key.name() + " without exec: it is for a program",
                            "leave it out, or write exec: [/path/of/program]"));
        }
        if (written.isEmpty()) {
            if (ChannelKeys.ALL.stream().allMatch(receiver::lacks)) {
                report.error(
                        receiver.position(),
                        "cannot tell anybody here: it is not said how",
                        "write such as mail: ops@example.org, or another one of "
                                + String.join(", ", ChannelKeys.CHANNELS.names()));
            }
            return Optional.empty();
        }
        if (written.size() > 1) {
            report.error(
                    receiver.at(written.get(1)),
                    "cannot use " + written.stream().map(Key::name).collect(Collectors.joining(" and "))
                            + " together: a receiver is reached in one way",
                    "make two receivers of it; a route can have both");
        }
        return written.stream().map(this::channel).flatMap(Optional::stream).findFirst();
    }

    private Optional<Channel> channel(Key<?> kind) {
        return Optional.ofNullable(READERS.get(kind)).orElseThrow().apply(this);
    }

    private Optional<Channel> webhook() {
        Fields fields = receiver.brief(ChannelKeys.WEBHOOK, ChannelKeys.URL);
        Optional<Address> address = address(fields);
        address.flatMap(Address::url)
                .filter(Secrets::isKnownBySecret)
                .ifPresent(_ -> Secrets.address("webhook", fields, report));
        Map<String, String> headers = new HeadersReader(fields, OURS).read(List.of());
        if (headers.size() > ChannelKeys.MOST_HEADERS) {
            report.error(
                    fields.at(ChannelKeys.HEADERS),
                    "cannot send " + headers.size() + " headers: the most are " + ChannelKeys.MOST_HEADERS);
        }
        Optional<Secret> token = token(fields);
        if (isWritten(fields, ChannelKeys.TOKEN_FILE, ChannelKeys.TOKEN_CREDENTIAL)
                && headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase)) {
            report.error(
                    fields.at(ChannelKeys.HEADERS), "cannot send a token: the header Authorization is already set");
        }
        Optional<Secret> key = new SecretReader(fields, "key", ChannelKeys.KEY_FILE, ChannelKeys.KEY_CREDENTIAL).read();
        Optional<String> template = fields.read(ChannelKeys.TEMPLATE);
        return address.map(where -> new Channel.Webhook(where, new TreeMap<>(headers), token, key, template));
    }

    private Optional<Channel> chat(Key<Form.Brief> key, Chat.Kind kind) {
        Fields fields = receiver.brief(key, ChannelKeys.URL_FILE);
        Optional<Address> address = address(fields);
        if (fields.has(ChannelKeys.URL)) {
            Secrets.address(key.name(), fields, report);
        }
        return address.map(where -> new Chat(kind, where));
    }

    private static Optional<Address> address(Fields fields) {
        return AddressReader.read(fields, "cannot tell anybody here: the address is missing");
    }

    private Optional<Channel> matrix() {
        Fields fields = receiver.map(ChannelKeys.MATRIX);
        Optional<URI> server = needed(fields, ChannelKeys.SERVER, "https://matrix.example.org");
        Optional<String> room = needed(fields, ChannelKeys.MATRIX_ROOM, "\"!abc:example.org\"");
        Optional<Secret> token = neededToken(fields);
        return server.flatMap(where -> room.flatMap(id -> token.map(secret -> new Channel.Matrix(where, id, secret))));
    }

    private Optional<Channel> telegram() {
        Fields fields = receiver.map(ChannelKeys.TELEGRAM);
        URI server = fields.get(ChannelKeys.TELEGRAM_SERVER);
        Optional<String> chat = needed(fields, ChannelKeys.TELEGRAM_CHAT, "\"-100123\"");
        Optional<Secret> token = neededToken(fields);
        return chat.flatMap(id -> token.map(secret -> new Channel.Telegram(server, id, secret)));
    }

    private Optional<Channel> ntfy() {
        Fields fields = receiver.map(ChannelKeys.NTFY);
        URI server = fields.get(ChannelKeys.NTFY_SERVER);
        Optional<String> topic = needed(fields, ChannelKeys.NTFY_TOPIC, "web-alerts");
        Optional<Secret> token = token(fields);
        return topic.map(name -> new Channel.Ntfy(server, name, token));
    }

    private Optional<Channel> gotify() {
        Fields fields = receiver.map(ChannelKeys.GOTIFY);
        Optional<URI> server = needed(fields, ChannelKeys.SERVER, "https://gotify.example.org");
        Optional<Secret> token = neededToken(fields);
        return server.flatMap(where -> token.map(secret -> new Channel.Gotify(where, secret)));
    }

    private Optional<Channel> pagerDuty() {
        Fields fields = receiver.brief(ChannelKeys.PAGERDUTY, ChannelKeys.KEY_FILE);
        URI url = fields.get(ChannelKeys.PAGERDUTY_URL);
        Optional<Secret> key = neededSecret(fields, "key", ChannelKeys.KEY_FILE, ChannelKeys.KEY_CREDENTIAL);
        return key.map(secret -> new Channel.PagerDuty(url, secret));
    }

    private Optional<Channel> alertmanager() {
        Fields fields = receiver.brief(ChannelKeys.ALERTMANAGER, ChannelKeys.ALERTMANAGERS);
        List<URI> servers = fields.list(ChannelKeys.ALERTMANAGERS).stream()
                .map(Located::value)
                .distinct()
                .toList();
        int written = fields.nodes(ChannelKeys.ALERTMANAGERS).size();
        if (fields.lacks(ChannelKeys.ALERTMANAGERS) || (fields.has(ChannelKeys.ALERTMANAGERS) && written == 0)) {
            report.error(
                    fields.at(ChannelKeys.ALERTMANAGERS),
                    "cannot tell anybody here: servers is missing",
                    "write servers: [http://127.0.0.1:9093]");
        } else if (written > ChannelKeys.MOST_SERVERS) {
            report.error(
                    fields.at(ChannelKeys.ALERTMANAGERS),
                    "cannot tell " + written + " servers: the most are " + ChannelKeys.MOST_SERVERS);
        }
        Optional<Secret> token = token(fields);
        return servers.isEmpty() ? Optional.empty() : Optional.of(new Channel.Alertmanager(servers, token));
    }

    private Optional<Channel> syslog() {
        Fields fields = receiver.brief(ChannelKeys.SYSLOG, ChannelKeys.FACILITY);
        return Optional.of(new Channel.Syslog(fields.get(ChannelKeys.FACILITY)));
    }

    private Optional<Channel> program() {
        Placeholders none = new Placeholders(Optional.empty(), Optional.empty(), report);
        Optional<ProgramUnit> unit = new ProgramUnitReader(report, none)
                .read(receiver, receiver.position(), ProgramUnit.ofReceiver(name), ProgramUnit.Use.RECEIVER);
        Optional<String> template = receiver.read(ChannelKeys.TEMPLATE);
        return unit.map(program -> new Channel.Program(program, template));
    }

    private <T> Optional<T> needed(Fields fields, Key<Form.Value<T>> key, String such) {
        if (fields.lacks(key)) {
            report.error(
                    fields.position(),
                    "cannot tell anybody here: " + key.name() + " is missing",
                    "write " + key.name() + ": " + such);
        }
        return fields.read(key);
    }

    private Optional<Secret> token(Fields fields) {
        return new SecretReader(fields, "token", ChannelKeys.TOKEN_FILE, ChannelKeys.TOKEN_CREDENTIAL).read();
    }

    private Optional<Secret> neededToken(Fields fields) {
        return neededSecret(fields, "token", ChannelKeys.TOKEN_FILE, ChannelKeys.TOKEN_CREDENTIAL);
    }

    private Optional<Secret> neededSecret(
            Fields fields, String name, Key<Form.Value<String>> file, Key<Form.Value<String>> credential) {
        if (fields.lacks(file) && fields.lacks(credential)) {
            report.error(
                    fields.position(),
                    "cannot tell anybody here: the " + name + " is missing",
                    "write " + file.name() + ": /etc/upkeep/secrets/NAME");
        }
        return new SecretReader(fields, name, file, credential).read();
    }

    private static boolean isWritten(Fields fields, Key<?> file, Key<?> credential) {
        return fields.has(file) || fields.has(credential);
    }
}
