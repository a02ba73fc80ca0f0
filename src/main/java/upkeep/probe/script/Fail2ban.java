package upkeep.probe.script;

import static upkeep.probe.script.Step.ask;

import java.io.IOException;
import java.util.List;
import upkeep.core.Observation.Depth;
import upkeep.probe.wire.Channel;

/**
 * fail2ban's own protocol: objects as Python's pickle writes them. The list {@code ["ping"]} goes out in pickle's form 0,
 * which is ASCII and which every Python reads; of the answer, a tuple, only the text within is looked at.
 */
public final class Fail2ban {

    private static final String END = "<F2B_END_COMMAND>";

    public static final Script SCRIPT = Script.of(ask(
            "ping",
            "(lp0\nVping\np1\na." + END,
            Fail2ban::pickled,
            Wanted.matching("(?s)\u0080.*pong.*", "a pickled pong"),
            Depth.QUERY));

    private Fail2ban() {}

    private static Reply pickled(Channel channel) throws IOException {
        String object = channel.upTo(END);
        return new Reply(object, object.contains("pong") ? "pong" : object, List.of());
    }
}
