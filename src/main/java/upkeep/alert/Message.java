package upkeep.alert;

import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.base.Severity;
import upkeep.spec.Urgency;

/**
 * What is told to a receiver.
 *
 * @param number counts up, and is never used twice: whoever gets one twice knows it by that
 * @param thread messages of one thread belong together
 * @param omitted how many lines there was no room for; they come with a later one
 */
public record Message(
        long number, String receiver, Instant at, Kind kind, String thread, List<Line> lines, int omitted) {

    public Message {
        lines = List.copyOf(lines);
    }

    /** What kind of message it is. */
    public enum Kind {
        /** Of one group. */
        ALERT,
        /** Of several, since there was room for one message only. */
        SUMMARY,
        /** What healed by itself since the last one. */
        DIGEST,
        /** Nothing is wrong: it shows that messages arrive. */
        TEST
    }

    /**
     * What is told of one case.
     *
     * @param since when it began
     * @param count how often it came lately
     * @param how it ended, for one that did
     */
    public record Line(
            String key,
            Reason reason,
            String subject,
            Severity severity,
            Urgency urgency,
            String what,
            long incident,
            SortedSet<String> children,
            Instant since,
            int count,
            String how) {

        public Line {
            children = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(children));
        }

        static Line of(long number, News news) {
            Facts facts = news.facts();
            return new Line(
                    "news-" + number,
                    Reason.NEWS,
                    facts.subject(),
                    facts.severity(),
                    facts.urgency(),
                    facts.what(),
                    facts.incident(),
                    facts.children(),
                    news.at(),
                    1,
                    "");
        }

        static Line of(Case of, Reason reason, Instant now) {
            Facts facts = of.facts();
            return new Line(
                    of.key(),
                    reason,
                    facts.subject(),
                    facts.severity(),
                    facts.urgency(),
                    facts.what(),
                    facts.incident(),
                    facts.children(),
                    of.since(now),
                    of.count(now),
                    of.how());
        }
    }
}
