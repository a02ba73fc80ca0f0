package upkeep.probe.script;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import upkeep.core.Observation.Depth;
import upkeep.probe.run.Secrets;
import upkeep.probe.wire.Channel;
import upkeep.probe.wire.Speaker;
import upkeep.target.ProtocolTarget;

/**
 * A protocol as data: what is said and expected, in order.
 *
 * @param goodbye how a client takes its leave; the answer to it changes nothing
 */
public record Script(List<Step> steps, Optional<Step.Ask> goodbye) {

    public Script {
        steps = List.copyOf(steps);
    }

    static Script of(Step... steps) {
        return new Script(List.of(steps), Optional.empty());
    }

    /** The same with a last word. */
    Script leaving(String name, String text, Grammar grammar) {
        return new Script(steps, Optional.of(Step.ask(name, text, grammar, "", Depth.NONE)));
    }

    /** Who speaks it; logs in with a password out of {@code secrets}. */
    public Speaker by(Secrets secrets) {
        return (target, channel) -> speak(target, channel, secrets);
    }

    private String speak(ProtocolTarget target, Channel channel, Secrets secrets) throws IOException {
        Dialogue dialogue = new Dialogue(target, channel, Wording.of(target, secrets));
        dialogue.take(steps);
        goodbye.ifPresent(last -> channel.atTheEnd(() -> dialogue.leave(last)));
        return dialogue.found();
    }
}
