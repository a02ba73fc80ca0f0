package upkeep.probe;

import upkeep.core.Observation;
import upkeep.probe.database.Ldap;
import upkeep.probe.database.Mongodb;
import upkeep.probe.database.Mysql;
import upkeep.probe.database.Postgresql;
import upkeep.probe.database.Tns;
import upkeep.probe.http.Grpc;
import upkeep.probe.messaging.Amqp;
import upkeep.probe.messaging.Mqtt;
import upkeep.probe.run.Deadline;
import upkeep.probe.run.Findings;
import upkeep.probe.run.Prober;
import upkeep.probe.run.Secrets;
import upkeep.probe.run.Stop;
import upkeep.probe.run.Words;
import upkeep.probe.script.Clamav;
import upkeep.probe.script.Fail2ban;
import upkeep.probe.script.Ftp;
import upkeep.probe.script.Gpsd;
import upkeep.probe.script.Imap;
import upkeep.probe.script.Memcached;
import upkeep.probe.script.Nntp;
import upkeep.probe.script.Pop3;
import upkeep.probe.script.PostfixPolicy;
import upkeep.probe.script.Redis;
import upkeep.probe.script.Rsync;
import upkeep.probe.script.Sieve;
import upkeep.probe.script.Smtp;
import upkeep.probe.script.SpamAssassin;
import upkeep.probe.ssh.Ssh;
import upkeep.probe.wire.Conversations;
import upkeep.probe.wire.Speaker;
import upkeep.target.Protocol;
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

    @Override
    public Observation probe(ProtocolTarget target, Deadline deadline, Findings findings) throws Stop {
        Speaker speaker = speaker(target.protocol(), secrets, userAgent);
        return findings.passed(conversations.hold(
                target.endpoint(),
                target.tls(),
                speaker.applicationProtocols(),
                deadline,
                findings,
                channel -> speaker.speak(target, channel) + " in " + Words.seconds(deadline.elapsedNanos() / 1e9)));
    }

    static Speaker speaker(Protocol protocol, Secrets secrets, String userAgent) {
        return switch (protocol) {
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
    }
}
