package upkeep.core;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import upkeep.base.Calendar;
import upkeep.base.Moment;
import upkeep.spec.Check;
import upkeep.spec.CheckId;
import upkeep.spec.Timing.Cadence;

/**
 * When checks are run: in a period or by the calendar, not in the minutes that are kept free of them, and each time a
 * little later where that is wanted. What is due is put on record without that delay, so that delays do not add up.
 */
final class Pacing {

    /** Windows that follow each other for longer than this end here all the same. */
    private static final int LONGEST_WINDOW = 8 * 24 * 60;

    /** Where the calendar has no further moment, somebody has to look at the spec in a year. */
    private static final Duration NO_MORE = Duration.ofDays(366);

    private Pacing() {}

    /** The first probe of a run at once, or somewhere in the check's first period, by its name. */
    static void first(Step step, Check check, boolean atOnce) {
        if (step.check(check.id()).due().isPresent()) {
            return;
        }
        Moment due = switch (check.timing().cadence()) {
            case Cadence.Every every
            when !atOnce ->
                step.now.plus(fraction(every.span().toDuration(), check.id().text()));
            case Cadence.At at when !atOnce -> by(step, at.calendar(), step.now);
            case Cadence.Every _, Cadence.At _ -> step.now;
        };
        at(step, check, due);
    }

    /** The next probe, after one that was due then; {@code soon} while more has to be known. */
    static void next(Step step, Check check, Moment last, boolean soon) {
        Moment due = switch (check.timing().cadence()) {
            case Cadence.Every every when !soon -> last.plus(every.span().toDuration());
            case Cadence.At at when !soon -> by(step, at.calendar(), step.now);
            case Cadence.Every _, Cadence.At _ -> last.plus(check.suspectEvery().toDuration());
        };
        at(step, check, due.reached(step.now) ? due : step.now);
    }

    /** Sooner than it is due, since much hangs on it; some time within that from now on, unless it is under way. */
    static void sooner(Step step, Check check, Duration within) {
        Moment due = step.now.plus(fraction(within, check.id().text()));
        boolean isLater = step.check(check.id())
                .due()
                .filter(planned -> !due.reached(planned))
                .isPresent();
        if (isLater) {
            at(step, check, due);
        }
    }

    /** The wall clock was set, or stands in another zone: what goes by the calendar is due at another time. */
    static void again(Step step, CheckId id) {
        Optional<Check> check = step.index.check(id);
        boolean goesByClock =
                check.filter(it -> it.timing().cadence() instanceof Cadence.At).isPresent();
        if (goesByClock && step.check(id).due().isPresent()) {
            step.probeNever(id);
            first(step, check.get(), false);
        }
    }

    private static void at(Step step, Check check, Moment due) {
        Moment free = outside(step, check, due);
        step.probeAt(check.id(), free, jittered(check, free));
    }

    private static Moment jittered(Check check, Moment due) {
        Duration jitter = check.timing().jitter().toDuration();
        return jitter.isZero()
                ? due
                : due.plus(fraction(jitter, check.id() + "@" + due.wall().getEpochSecond()));
    }

    private static Duration fraction(Duration whole, String name) {
        return Duration.ofNanos((long) (whole.toNanos() * Spread.of(name)));
    }

    private static Moment by(Step step, Calendar calendar, Moment after) {
        ZonedDateTime from = zoned(step, after);
        Duration wait =
                calendar.next(from).map(at -> Duration.between(from, at)).orElse(NO_MORE);
        return after.plus(wait);
    }

    /** That moment, or the first minute after it that is not kept free. */
    private static Moment outside(Step step, Check check, Moment due) {
        if (check.timing().never().isEmpty()) {
            return due;
        }
        ZonedDateTime at = zoned(step, due);
        ZonedDateTime free = at;
        for (int minute = 0; minute < LONGEST_WINDOW && isKeptFree(check, free); minute++) {
            free = free.truncatedTo(ChronoUnit.MINUTES).plusMinutes(1);
        }
        return due.plus(Duration.between(at, free));
    }

    private static boolean isKeptFree(Check check, ZonedDateTime moment) {
        for (Calendar window : check.timing().never()) {
            if (window.matches(moment)) {
                return true;
            }
        }
        return false;
    }

    private static ZonedDateTime zoned(Step step, Moment moment) {
        return moment.wall().atZone(zone(step));
    }

    private static ZoneId zone(Step step) {
        try {
            return ZoneId.of(step.host.facts().zone());
        } catch (DateTimeException unknown) {
            return ZoneId.of("UTC");
        }
    }
}
