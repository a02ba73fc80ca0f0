package upkeep.spec;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import upkeep.spec.Form.Brief;
import upkeep.spec.Form.Usual;
import upkeep.spec.Form.Value;
import upkeep.target.Protocol;
import upkeep.target.Protocol.Feature;

/** The keys of a server that speaks a protocol over one connection. */
final class ProtocolKeys {

    private static final Vocabulary LOCAL = Vocabulary.of("a socket", EndpointKeys.SOCKET);

    /** The socket of fail2ban, the one server that has no port. */
    static final Key<Usual<String>> FAIL2BAN_SOCKET = Key.usual(
                    "socket", Kinds.PATH, Protocol.FAIL2BAN.usualSocket().orElse("/"))
            .means("a stream socket in the file system to connect to");

    private static final Map<Protocol, Key<Brief>> KEYS = keys();

    private ProtocolKeys() {}

    /** The key of a check that speaks the protocol. */
    static Key<Brief> of(Protocol protocol) {
        return Optional.ofNullable(KEYS.get(protocol)).orElseThrow();
    }

    private static Map<Protocol, Key<Brief>> keys() {
        Map<Protocol, Key<Brief>> keys = new EnumMap<>(Protocol.class);
        for (Protocol protocol : Protocol.values()) {
            keys.put(protocol, key(protocol));
        }
        return keys;
    }

    private static Key<Brief> key(Protocol protocol) {
        Key<?>[] own =
                ProtocolOption.of(protocol).stream().map(ProtocolOption::key).toArray(Key<?>[]::new);
        Vocabulary vocabulary = Vocabulary.of(protocol.word(), own);
        if (protocol == Protocol.FAIL2BAN) {
            Vocabulary socket = Vocabulary.of("a socket", FAIL2BAN_SOCKET);
            return Key.brief(protocol.word(), vocabulary.with(socket), FAIL2BAN_SOCKET)
                    .means(meaning(protocol));
        }
        Key<Value<Integer>> port = EndpointKeys.PORT.otherwise("the service's `port`, or " + ports(protocol));
        List<Vocabulary> shared = new ArrayList<>(List.of(EndpointKeys.at(port)));
        List<Key<?>> standIns = new ArrayList<>(List.of(port));
        if (protocol.has(Feature.LOCAL)) {
            shared.add(LOCAL);
            standIns.add(EndpointKeys.SOCKET);
        }
        if (protocol.has(Feature.TLS) || protocol.has(Feature.STARTTLS)) {
            shared.add(
                    Vocabulary.of("tls", TlsKeys.of(TlsReader.starts(protocol)).tls()));
        }
        if (protocol.has(Feature.LOGIN)) {
            shared.add(LoginKeys.LOGIN);
        }
        return Key.brief(
                        protocol.word(),
                        vocabulary.with(shared.toArray(Vocabulary[]::new)),
                        standIns.toArray(Key<?>[]::new))
                .means(meaning(protocol));
    }

    private static String ports(Protocol protocol) {
        int usual = protocol.port(false);
        int withTls = protocol.port(true);
        return usual == withTls ? String.valueOf(usual) : usual + "; " + withTls + " for `tls: true`";
    }

    private static String meaning(Protocol protocol) {
        return switch (protocol) {
            case AMQP -> "a message broker that speaks AMQP 0-9-1, such as RabbitMQ, and its queues";
            case CLAMAV -> "a virus scanner, clamd(8)";
            case FAIL2BAN -> "fail2ban-server(1)";
            case FTP -> "a file server, up to a login";
            case GPSD -> "a satellite receiver behind gpsd(8)";
            case GRPC -> "the health of a gRPC server, by its health service";
            case IMAP, POP3 -> "mailboxes, up to a login";
            case LDAP -> "a directory";
            case LMTP -> "delivery into mailboxes";
            case MEMCACHED -> "a cache";
            case MONGODB -> "a MongoDB server";
            case MQTT -> "a message broker that speaks MQTT 3.1.1 or 5.0, such as mosquitto(8)";
            case MYSQL -> "a MySQL or MariaDB server";
            case NNTP -> "a news server, up to a login";
            case POSTFIX_POLICY -> "a policy server of Postfix, such as postgrey(8)";
            case POSTGRESQL -> "a PostgreSQL server";
            case REDIS -> "Redis, Valkey and what else speaks their protocol";
            case RSYNC -> "an rsync daemon and its modules";
            case SIEVE -> "filters of mailboxes (ManageSieve), up to a login";
            case SMTP -> "a mail server, up to a recipient";
            case SPAMASSASSIN -> "a spam filter, spamd(8)";
            case SSH -> "a server of SSH, by its host key";
            case TNS -> "the listener of an Oracle database";
        };
    }
}
