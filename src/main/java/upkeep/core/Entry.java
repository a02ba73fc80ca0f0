package upkeep.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import upkeep.base.Moment;

/**
 * One line of the ledger: something that changed, was decided, refused, done or turned out. Entries name the entries
 * that caused them, so that a decision can be followed back to what was seen.
 *
 * @param number counts up over restarts of upkeepd; never used twice
 * @param subject the service or check that the entry is about, a unit that no spec describes, or empty for the host
 * @param incident the number of the entry that opened the incident this belongs to
 * @param text a sentence for people
 * @param fields the same for programs; keys in lower case
 */
public record Entry(
        long number,
        Moment at,
        Kind kind,
        String subject,
        String text,
        List<Long> causes,
        Optional<Long> incident,
        Map<String, String> fields) {

    public Entry {
        causes = List.copyOf(causes);
        fields = java.util.Collections.unmodifiableMap(new TreeMap<>(fields));
    }

    /** What the entry records. */
    public enum Kind {
        /** A unit changed its state, with the cause as far as it is known. */
        TRANSITION,
        /** What the journal knows of something that happened; written by others, so nothing rests on it. */
        EVIDENCE,
        /** A probe's result that changed something: the first, a flip, a step towards a verdict. */
        OBSERVATION,
        /** What an operator wants was learned: stop, start, hold, release, accept. */
        INTENT,
        INCIDENT_OPENED,
        INCIDENT_RESOLVED,
        /** An action was chosen, with the rule that chose it. */
        DECISION,
        /** An action was not taken, with the reason. */
        REFUSAL,
        /** What came of an action. */
        OUTCOME,
        /** People were told of an incident, and what they were told by has accepted it. */
        TOLD,
        /** upkeepd itself: started, plan replaced, bus lost and back. */
        DAEMON;

        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }
}
