package upkeep.control;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import upkeep.base.Severity;

/**
 * What there is to tell, and who was told.
 *
 * @param receivers their names, with the channels by which they are reached
 */
public record AlertsView(
        List<Wrong> wrong, List<Silenced> silences, List<Waiting> waiting, SortedMap<String, String> receivers) {

    public AlertsView {
        wrong = List.copyOf(wrong);
        silences = List.copyOf(silences);
        waiting = List.copyOf(waiting);
    }

    /**
     * Something that is wrong.
     *
     * @param subject the service or check; empty for the machine
     * @param suffering services that suffer from it
     * @param told the receivers that were told of it, and when they were last
     * @param note why nobody was, or who sees to it
     */
    public record Wrong(
            String subject,
            Severity severity,
            String what,
            Instant since,
            List<String> suffering,
            SortedMap<String, Instant> told,
            Optional<String> note) {
        public Wrong {
            suffering = List.copyOf(suffering);
        }
    }

    /** Of what nobody is told until then. */
    public record Silenced(long number, String of, Instant until, String by, String reason) {}

    /** Messages that are not delivered yet, and why. */
    public record Waiting(String receiver, int messages, Instant since, Optional<String> fault) {}
}
