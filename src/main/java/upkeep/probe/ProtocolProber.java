package upkeep.probe;

import java.io.IOException;
import upkeep.core.Observation;
import upkeep.target.ProtocolTarget;

/** Speaks one of the protocols over one connection. */
final class ProtocolProber implements Prober<ProtocolTarget> {

    private final Conversations conversations;
    private final Secrets secrets = new Secrets();

    ProtocolProber(Conversations conversations) {
        this.conversations = conversations;
    }

    /** One protocol: says and expects what it is asked to, and answers with what was found, as half a sentence. */
    @FunctionalInterface
    interface Speaker {
        String speak(ProtocolTarget target, Channel channel) throws IOException;
    }

    @Override
    public Observation probe(ProtocolTarget target, Deadline deadline, Findings findings) throws Stop {
        Speaker speaker = switch (target.protocol()) {
            case CLAMAV -> Clamav.SCRIPT.by(secrets);
            case FAIL2BAN -> Fail2ban.SCRIPT.by(secrets);
            case FTP -> Ftp.SCRIPT.by(secrets);
            case GPSD -> Gpsd.SCRIPT.by(secrets);
            case IMAP -> Imap.SCRIPT.by(secrets);
            case LMTP -> Smtp.LMTP.by(secrets);
            case MEMCACHED -> Memcached.SCRIPT.by(secrets);
            case NNTP -> Nntp.SCRIPT.by(secrets);
            case POP3 -> Pop3.SCRIPT.by(secrets);
            case POSTFIX_POLICY -> PostfixPolicy.SCRIPT.by(secrets);
            case REDIS -> Redis.SCRIPT.by(secrets);
            case RSYNC -> Rsync.SCRIPT.by(secrets);
            case SIEVE -> Sieve.SCRIPT.by(secrets);
            case SMTP -> Smtp.SMTP.by(secrets);
            case SPAMASSASSIN -> SpamAssassin.SCRIPT.by(secrets);
            case SSH -> new Ssh();
            case MYSQL -> new Mysql(secrets);
            case POSTGRESQL -> new Postgresql(secrets);
            case MONGODB -> new Mongodb(secrets);
            case LDAP -> new Ldap(secrets);
            case TNS -> new Tns();
        };
        return findings.passed(conversations.hold(
                target.endpoint(),
                target.tls(),
                deadline,
                findings,
                channel -> speaker.speak(target, channel) + " in " + Words.seconds(deadline.elapsedNanos() / 1e9)));
    }
}
