package upkeep.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import upkeep.spec.Alerting;

/** Decides who is told what now. Pure: the same state, signal and time give the same messages. */
public final class Desk {

    private final Alerting alerting;
    private final ZoneId zone;

    /** @param zone of the machine's clock, by which windows of maintenance go */
    public Desk(Alerting alerting, ZoneId zone) {
        this.alerting = alerting;
        this.zone = zone;
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
        Post post = new Post(alerting, zone, learning.state(), now);
        post.speak();
        return new Decision(post.state(), post.messages(), post.next());
    }
}
