package upkeep.probe.script;

import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import upkeep.core.Observation.FailureKind;
import upkeep.probe.run.Words;
import upkeep.probe.wire.Channel;
import upkeep.target.ProtocolTarget;

/** One run through a script, with what was said so far. Used by the probe's thread alone. */
final class Dialogue {

    private static final int SHOWN = 100;

    private final ProtocolTarget target;
    private final Channel channel;
    private final Wording wording;
    private Reply offered = Reply.NONE;
    private Reply last = Reply.NONE;
    private String found = "accepted the connection";

    Dialogue(ProtocolTarget target, Channel channel, Wording wording) {
        this.target = target;
        this.channel = channel;
        this.wording = wording;
    }

    /** The last answer, as half a sentence. */
    String found() {
        return found;
    }

    void take(List<Step> steps) throws IOException {
        for (Step step : steps) {
            take(step);
        }
    }

    private void take(Step step) throws IOException {
        switch (step) {
            case Step.Hear hear -> {
                channel.await(hear.awaited());
                receive(hear.grammar(), hear.wanted(), hear.verb() + " ", FailureKind.STATUS);
                channel.findings().reached(hear.depth());
            }
            case Step.Ask ask -> {
                say(ask);
                String verb = "answered " + wording.fill(ask.name()) + " with ";
                receive(ask.grammar(), ask.wanted(), verb, ask.otherwise());
                channel.findings().reached(ask.depth());
            }
            case Step.Secure _ -> channel.secure();
            case Step.When when -> {
                if (when.condition().holds(target, offered, last)) {
                    take(when.steps());
                }
            }
            case Step.Remember _ -> offered = last;
            case Step.Require require -> {
                if (!require.offer().matcher(offered.text()).find()) {
                    throw channel.sick(require.otherwise(), "does not offer " + require.what());
                }
            }
            case Step.Note note -> note.capture().take(last, channel.findings());
            case Step.Compare compare -> compare(compare);
        }
    }

    private void say(Step.Ask ask) throws IOException {
        channel.await("the answer to " + wording.fill(ask.name()));
        String text = wording.fill(ask.text());
        if (ask.secret()) {
            channel.sendSecret(text, ask.name() + " …");
        } else {
            channel.send(text);
        }
    }

    private void receive(Grammar grammar, Wanted wanted, String verb, FailureKind otherwise) throws IOException {
        last = grammar.read(channel);
        String answer = verb + "\"" + Words.printable(last.shown(), SHOWN) + "\"";
        if (!wanted.isMetBy(last)) {
            throw channel.sick(otherwise, answer + ", not with " + wanted.text());
        }
        found = answer;
    }

    private void compare(Step.Compare compare) throws IOException {
        String value = target.option(compare.option()).orElse("");
        Matcher part = compare.part().matcher(last.text());
        String said = part.find() ? part.group(1) : "";
        if (!said.contains(value)) {
            throw channel.sick(
                    FailureKind.CONTENT,
                    found + ", where " + compare.option() + " is "
                            + (said.isEmpty() ? "not told" : "\"" + Words.printable(said, SHOWN) + "\"")
                            + " and not \"" + Words.printable(value, SHOWN) + "\"");
        }
    }

    /** Takes leave; whatever comes of it, the verdict is made. */
    void leave(Step.Ask goodbye) throws IOException {
        say(goodbye);
        goodbye.grammar().read(channel);
    }
}
