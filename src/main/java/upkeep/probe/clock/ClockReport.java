package upkeep.probe.clock;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a time daemon says of the local clock; times in seconds.
 *
 * @param daemon its name, for people
 * @param isSynchronised whether it holds the clock for right
 * @param offset what is to be added to the local clock to get true time
 */
record ClockReport(
        String daemon,
        boolean isSynchronised,
        int stratum,
        double offset,
        OptionalDouble jitter,
        double rootDelay,
        double rootDispersion,
        List<ClockSource> sources) {

    ClockReport {
        sources = List.copyOf(sources);
    }

    Optional<ClockSource> selected() {
        return sources.stream().filter(ClockSource::isSelected).findFirst();
    }

    /** The largest error that the offset can have. */
    double rootDistance() {
        return rootDelay / 2 + rootDispersion;
    }
}
