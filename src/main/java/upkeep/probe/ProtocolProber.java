package upkeep.probe;

import java.io.IOException;
import java.util.List;
import upkeep.core.Observation;
import upkeep.target.ProtocolTarget;

/** Speaks one of the protocols over one connection. */
final class ProtocolProber implements Prober<ProtocolTarget> {

    private final Conversations conversations;
    private final Secrets secrets = new Secrets();
    private final String userAgent;

    ProtocolProber(Conversations conversations, String userAgent) {
        this.conversations = conversations;
        this.userAgent = userAgent;
    }

    /** One protocol: says and expects what it is asked to, and answers with what was found, as half a sentence. */
    @FunctionalInterface
    interface Speaker {
        String speak(ProtocolTarget target, Channel channel) throws IOException;

        /** What TLS is told of it, for servers that serve several protocols on one port (ALPN). */
        default List<String> applicationProtocols() {
            return List.of();
        }
    }

    @Override
    public Observation probe(ProtocolTarget target, Deadline deadline, Findings findings) throws Stop {
        Speaker speaker = switch (target.protocol()) {
            case AMQP -> new Amqp(secrets);
            case CLAMAV -> Clamav.SCRIPT.by(secrets);
            case FAIL2BAN -> Fail2ban.SCRIPT.by(secrets);
            case FTP -> Ftp.SCRIPT.by(secrets);
            case GPSD -> Gpsd.SCRIPT.by(secrets);
            case GRPC -> new Grpc(userAgent);
            case IMAP -> Imap.SCRIPT.by(secrets);
            case LDAP -> new Ldap(secrets);
            case LMTP -> Smtp.LMTP.by(secrets);
            case MEMCACHED -> Memcached.SCRIPT.by(secrets);
            case MONGODB -> new Mongodb(secrets);
            case MQTT -> new Mqtt(secrets);
            case MYSQL -> new Mysql(secrets);
            case NNTP -> Nntp.SCRIPT.by(secrets);
            case POP3 -> Pop3.SCRIPT.by(secrets);
            case POSTFIX_POLICY -> PostfixPolicy.SCRIPT.by(secrets);
            case POSTGRESQL -> new Postgresql(secrets);
            case REDIS -> Redis.SCRIPT.by(secrets);
            case RSYNC -> Rsync.SCRIPT.by(secrets);
            case SIEVE -> Sieve.SCRIPT.by(secrets);
            case SMTP -> Smtp.SMTP.by(secrets);
            case SPAMASSASSIN -> SpamAssassin.SCRIPT.by(secrets);
            case SSH -> new Ssh();
            case TNS -> new Tns();
        };
        return findings.passed(conversations.hold(
                target.endpoint(),
                target.tls(),
                speaker.applicationProtocols(),
                deadline,
                findings,
                channel -> speaker.speak(target, channel) + " in " + Words.seconds(deadline.elapsedNanos() / 1e9)));
    }
}
