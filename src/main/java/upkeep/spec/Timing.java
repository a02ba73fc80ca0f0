package upkeep.spec;

import java.util.List;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;

/**
 * When a check is run.
 *
 * @param never the minutes in which it is not
 * @param jitter every probe comes later than it would by a part of this, another one each time
 */
public record Timing(Cadence cadence, List<Calendar> never, TimeSpan jitter) {

    public Timing {
        never = List.copyOf(never);
    }

    /** How often it is run. */
    public sealed interface Cadence {

        /** From the start of one probe to the start of the next. */
        record Every(TimeSpan span) implements Cadence {
            @Override
            public String toString() {
                return span.toString();
            }
        }

        /** At these moments. */
        record At(Calendar calendar) implements Cadence {
            @Override
            public String toString() {
                return calendar.toString();
            }
        }
    }

    /** Once in a period, and at any time. */
    public static Timing every(TimeSpan span) {
        return new Timing(new Cadence.Every(span), List.of(), TimeSpan.ZERO);
    }

    /** The time between two probes, where it is always the same. */
    public Optional<TimeSpan> period() {
        return switch (cadence) {
            case Cadence.Every every -> Optional.of(every.span());
            case Cadence.At _ -> Optional.empty();
        };
    }
}
