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
            case CLAMAV -> new Clamav();
            case MYSQL -> new Mysql(secrets);
            case POSTGRESQL -> new Postgresql(secrets);
            case MONGODB -> new Mongodb(secrets);
            case LDAP -> new Ldap(secrets);
            case TNS -> new Tns();
        };
        String found = conversations.hold(
                target.endpoint(), target.tls(), deadline, findings, channel -> speaker.speak(target, channel));
        return findings.passed(found + " in " + Words.seconds(deadline.elapsedNanos() / 1e9));
    }
}
