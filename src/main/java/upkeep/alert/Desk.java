package upkeep.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import upkeep.spec.Alerting;

/** Decides who is told what now. Pure: the same state, signal and time give the same messages. */
public final class Desk {

    private final Alerting alerting;
    private final ZoneId zone;
    private final Set<String> blocked;

    /**
     * @param zone of the machine's clock, by which windows of maintenance go
     * @param blocked receivers for which so much waits already that no more is written; once they are not, they are told what holds then
     */
    public Desk(Alerting alerting, ZoneId zone, Set<String> blocked) {
        this.alerting = alerting;
        this.zone = zone;
        this.blocked = Set.copyOf(blocked);
    }

    /**
     * What is decided.
     *
     * @param messages to be sent, once the state is kept
     * @param next when to look again, if nothing happens before
     */
    public record Decision(DeskState state, List<Message> messages, Optional<Instant> next) {
        public Decision {
            messages = List.copyOf(messages);
        }
    }

    /** Decides by what was learned at {@code now}. */
    public Decision decide(DeskState state, Signal signal, Instant now) {
        Learning learning = new Learning(alerting, state, now);
        learning.learn(signal);
        Post post = new Post(alerting, zone, blocked, learning.state(), now);
        post.speak();
        return new Decision(post.state(), post.messages(), post.next());
    }
}
