package upkeep.target;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import upkeep.base.Calendar;
import upkeep.base.TimeSpan;

/**
 * A job that tells of itself when it begins and how it ended.
 *
 * @param due when a run must have ended well
 * @param grace how much later that may be
 * @param maxDuration the longest run that still passes, whether over or not
 * @param users who may tell of it on this machine, besides root
 * @param token whoever knows it may tell of it by HTTP, from anywhere
 */
public record HeartbeatTarget(
        Due due, TimeSpan grace, Optional<TimeSpan> maxDuration, SortedSet<String> users, Optional<Secret> token)
        implements Target {

    public HeartbeatTarget {
        users = Collections.unmodifiableSortedSet(new TreeSet<>(users));
    }

    /** When the next run must have ended well. */
    public sealed interface Due {

        /** When it is due after a run that ended well at {@code last}; nothing if never again. */
        Optional<Instant> after(Instant last, ZoneId zone);

        /** So long after the last one, whenever that was. */
        record Within(TimeSpan span) implements Due {
            @Override
            public Optional<Instant> after(Instant last, ZoneId zone) {
                Duration length = span.toDuration();
                return Optional.of(last.plus(length));
            }

            @Override
            public String toString() {
                return "every " + span;
            }
        }

        /** After each of these moments. */
        record At(Calendar calendar) implements Due {
            @Override
            public Optional<Instant> after(Instant last, ZoneId zone) {
                return calendar.next(last.atZone(zone)).map(ZonedDateTime::toInstant);
            }

            @Override
            public String toString() {
                return calendar.toString();
            }
        }
    }

    @Override
    public String kind() {
        return "heartbeat";
    }

    @Override
    public String text() {
        return "a job, " + due;
    }

    @Override
    public List<String> measurements() {
        return List.of("last-run", "duration", "overdue", "exit-status");
    }

    @Override
    public List<String> texts() {
        return List.of("state", "note");
    }
}
