package upkeep.alert;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

    /** Tries whether messages to these receivers arrive; the state, in which their numbers are used up, and the messages. */
    public Decision test(DeskState state, Set<String> receivers, Instant now) {
        long number = state.lastNumber();
        List<Message> messages = new ArrayList<>();
        for (String receiver : new TreeSet<>(receivers)) {
            if (alerting.receivers().containsKey(receiver) && !blocked.contains(receiver)) {
                messages.add(new Message(++number, receiver, now, Message.Kind.TEST, "", List.of(), 0));
            }
        }
        return new Decision(state.numberedTo(number), messages, Optional.empty());
    }

    /** Decides by what was learned at {@code now}, in its order; of what has come and gone in that nobody is told. */
    public Decision decide(DeskState state, List<Signal> signals, Instant now) {
        Learning learning = new Learning(alerting, state, now);
        signals.forEach(learning::learn);
        Post post = new Post(alerting, zone, blocked, learning.state(), now);
        post.speak();
        return new Decision(post.state(), post.messages(), post.next());
    }
}
