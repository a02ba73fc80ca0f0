package upkeep.rule;

import java.util.List;

/** What came of reading a rule. */
public sealed interface Parsed {

    record Read(Rule rule) implements Parsed {}

    /** All mistakes, in the order of the texts; at least one. */
    record Refused(List<Mistake> mistakes) implements Parsed {
        public Refused {
            mistakes = List.copyOf(mistakes);
        }
    }
}
