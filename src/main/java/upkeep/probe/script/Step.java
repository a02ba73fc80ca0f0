package upkeep.probe.script;

import java.util.List;
import java.util.regex.Pattern;
import upkeep.core.Observation.Depth;
import upkeep.core.Observation.FailureKind;

/** One step of a {@link Script}. */
sealed interface Step {

    /**
     * Waits for what a server says of its own accord.
     *
     * @param verb what the server did then, in the past tense
     */
    record Hear(String verb, String awaited, Grammar grammar, Wanted wanted, Depth depth) implements Step {}

    /**
     * Says something and waits for the answer.
     *
     * @param name of what is said, for people; filled in like the text
     * @param text with {@code ${…}} where the spec has its say, see {@link Wording}
     * @param secret whether the trace shows the name alone
     * @param depth how deep the probe has got with the right answer
     * @param otherwise what kind of failure another answer is
     */
    record Ask(
            String name,
            String text,
            boolean secret,
            Grammar grammar,
            Wanted wanted,
            Depth depth,
            FailureKind otherwise)
            implements Step {

        Ask secretly() {
            return new Ask(name, text, true, grammar, wanted, depth, otherwise);
        }

        /** The same of a question whose refusal means that there will be no TLS. */
        Ask forTls() {
            return new Ask(name, text, secret, grammar, wanted, depth, FailureKind.TLS);
        }
    }

    /** Goes over to TLS. */
    record Secure() implements Step {}

    /** Steps that are taken only if the condition holds when their turn comes. */
    record When(Condition condition, List<Step> steps) implements Step {
        public When {
            steps = List.copyOf(steps);
        }
    }

    /** The last answer names what the server can do, until there is another such answer. */
    record Remember() implements Step {}

    /** The server must have said that it can do this. */
    record Require(String what, Pattern offer, FailureKind otherwise) implements Step {}

    /** Takes something out of the last answer, if it is there. */
    record Note(Capture capture) implements Step {}

    /**
     * What the pattern finds in the last answer must contain the option's value, where one was written.
     *
     * @param part the first group is looked at
     */
    record Compare(String option, Pattern part) implements Step {}

    /** What is said in the greeting. */
    static Step greeting(Grammar grammar, String wanted) {
        return new Hear("greeted with", "the greeting", grammar, Wanted.oneOf(wanted), Depth.BANNER);
    }

    static Ask ask(String name, String text, Grammar grammar, String wanted, Depth depth) {
        return ask(name, text, grammar, Wanted.oneOf(wanted), depth);
    }

    static Ask ask(String name, String text, Grammar grammar, Wanted wanted, Depth depth) {
        return new Ask(name, text, false, grammar, wanted, depth, FailureKind.STATUS);
    }

    static Step when(Condition condition, Step... steps) {
        return new When(condition, List.of(steps));
    }

    static Step require(String what, String offer, FailureKind otherwise) {
        return new Require(what, Pattern.compile(offer), otherwise);
    }

    static Step measure(String name, String pattern) {
        return new Note(Capture.number(name, pattern));
    }

    static Step find(String name, String pattern) {
        return new Note(Capture.text(name, pattern));
    }

    static Step compare(String option, String part) {
        return new Compare(option, Pattern.compile(part));
    }
}
