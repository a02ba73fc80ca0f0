package upkeep.probe.clock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which of several servers tell the same time: the smallest interval that a majority of them has in common (RFC 5905
 * section 11.2.1, after Marzullo). A minority of liars, however they agree with each other, cannot move it out of the
 * others' intervals.
 *
 * @param truechimers the servers whose offset lies within the interval, the most precise first; a majority
 * @param falsetickers the others
 */
record NtpSelection(double low, double high, List<NtpAnswer.Sample> truechimers, List<NtpAnswer.Sample> falsetickers) {

    NtpSelection {
        truechimers = List.copyOf(truechimers);
        falsetickers = List.copyOf(falsetickers);
    }

    /** One end, or the middle, of a server's interval. */
    private record Edge(double at, int type) {}

    /** The majority's word, or nothing if no majority agrees; nothing of no servers either. */
    static Optional<NtpSelection> select(List<NtpAnswer.Sample> samples) {
        List<Edge> edges = new ArrayList<>();
        for (NtpAnswer.Sample sample : samples) {
            edges.add(new Edge(sample.low(), -1));
            edges.add(new Edge(sample.offset(), 0));
            edges.add(new Edge(sample.high(), 1));
        }
        edges.sort(Comparator.comparingDouble(Edge::at).thenComparingInt(Edge::type));
        for (int liars = 0; 2 * liars < samples.size(); liars++) {
            Optional<NtpSelection> found = among(samples, edges, liars);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static Optional<NtpSelection> among(List<NtpAnswer.Sample> samples, List<Edge> edges, int liars) {
        int needed = samples.size() - liars;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        int overlapping = 0;
        for (Edge edge : edges) {
            overlapping -= edge.type();
            if (overlapping >= needed) {
                low = edge.at();
                break;
            }
        }
        overlapping = 0;
        for (Edge edge : edges.reversed()) {
            overlapping += edge.type();
            if (overlapping >= needed) {
                high = edge.at();
                break;
            }
        }
        if (low > high) {
            return Optional.empty();
        }
        List<NtpAnswer.Sample> inside = new ArrayList<>();
        List<NtpAnswer.Sample> outside = new ArrayList<>();
        for (NtpAnswer.Sample sample : samples) {
            (low <= sample.offset() && sample.offset() <= high ? inside : outside).add(sample);
        }
        inside.sort(Comparator.comparingDouble(NtpAnswer.Sample::rootDistance));
        return outside.size() > liars ? Optional.empty() : Optional.of(new NtpSelection(low, high, inside, outside));
    }

    /** The truechimers' offsets, each weighed by how certain it is (RFC 5905 section 11.2.3), seconds. */
    double offset() {
        double sum = 0;
        double weights = 0;
        for (NtpAnswer.Sample sample : truechimers) {
            sum += sample.offset() / sample.rootDistance();
            weights += 1 / sample.rootDistance();
        }
        return sum / weights;
    }

    /** The most precise truechimer. */
    NtpAnswer.Sample best() {
        return truechimers.getFirst();
    }
}
