package upkeep.spec;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.SourcePos;
import upkeep.base.TimeSpan;

/**
 * Times in which nobody is told. What is wrong is watched all the same, and told at the end if it still is.
 *
 * @param match what is not told of
 * @param calendar when it begins
 * @param length from 1 min to 7 d
 */
public record Maintenance(SourcePos position, AlertMatch match, Calendar calendar, TimeSpan length) {

    /** Windows that overlap are followed so far; whoever looks again at the end that is told finds the next. */
    private static final int FOLLOWED = 100;

    /** When the window ends in which that moment lies, if it lies in one; where several overlap, a later one of them. */
    public Optional<Instant> end(Instant moment, ZoneId zone) {
        Duration duration = length.toDuration();
        Optional<Instant> end = Optional.empty();
        Optional<ZonedDateTime> begin = calendar.next(moment.minus(duration).atZone(zone));
        for (int i = 0;
                i < FOLLOWED && begin.isPresent() && !begin.get().toInstant().isAfter(moment);
                i++) {
            end = Optional.of(begin.get().toInstant().plus(duration));
            begin = calendar.next(begin.get());
        }
        return end;
    }
}
