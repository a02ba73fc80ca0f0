package upkeep.rule;

import java.util.Map;
import upkeep.base.Moment;

/**
 * Everything measured at one moment. Samples are given to a rule in the order of their moments. Immutable.
 *
 * @param readings by the name of the measurement; one that is missing counts as unknown
 * @param isCheck whether a check ran for it, which is what {@code for 3 checks} counts; false for a look in between
 */
public record Sample(Moment at, Map<String, Reading> readings, boolean isCheck) {

    public Sample {
        readings = Map.copyOf(readings);
    }

    Reading reading(String name) {
        Reading reading = readings.get(name);
        return reading == null ? new Reading.Unknown("it was not measured") : reading;
    }
}
