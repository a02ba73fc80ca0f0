package upkeep.control;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times and lengths of time as people read and write them. */
public final class Times {

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DATE_AND_CLOCK = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final DateTimeFormatter READ_CLOCK = DateTimeFormatter.ofPattern("H:mm[:ss]");
    private static final DateTimeFormatter READ_BOTH = DateTimeFormatter.ofPattern("uuuu-MM-dd[' ']['T']H:mm[:ss]");

    private Times() {}

    /** The two largest units, the smaller one only where it is not zero: {@code 3h 5min}, {@code 12s}, {@code 2d}. */
    static String length(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, "h", seconds % 3_600 / 60, "min");
        }
        return two(seconds / 86_400, "d", seconds % 86_400 / 3_600, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small == 0 ? "" : " " + small + smallUnit);
    }

    /** How long after the first of a row: tenths below a minute, {@code +0.4s}, {@code +12.0s}, {@code +3min 5s}. */
    static String offset(Duration duration) {
        long tenths = Math.max(0, duration.plusMillis(50).toMillis() / 100);
        return "+" + (tenths < 600 ? tenths / 10 + "." + tenths % 10 + "s" : length(duration));
    }

    /** The time of day, with the date unless that is today's. */
    static String point(Instant instant, Instant now, ZoneId zone) {
        ZonedDateTime local = instant.atZone(zone);
        boolean today = local.toLocalDate().equals(now.atZone(zone).toLocalDate());
        return local.format(today ? CLOCK : DATE_AND_CLOCK);
    }

    /** The date and the time of day: {@code 2026-11-22 14:05:30}. */
    public static String dateAndClock(Instant instant, ZoneId zone) {
        return instant.atZone(zone).format(DATE_AND_CLOCK);
    }

    /**
     * A time somebody typed: {@code 14:05} or {@code 14:05:30} (the last time the clock showed that), a date with one of
     * these, or an instant as in RFC 3339. To the second named, that second is included whole.
     */
    public static Optional<Instant> parse(String text, Instant now, ZoneId zone) {
        String trimmed = text.strip();
        if (trimmed.length() > 40) {
            return Optional.empty();
        }
        return instant(trimmed)
                .or(() -> dateAndClock(trimmed, zone))
                .or(() -> clock(trimmed, now, zone))
                .map(Times::endOfSecond);
    }

    private static Instant endOfSecond(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).plusMillis(999);
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> dateAndClock(String text, ZoneId zone) {
        try {
            return Optional.of(LocalDateTime.parse(text, READ_BOTH).atZone(zone).toInstant());
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> clock(String text, Instant now, ZoneId zone) {
        try {
            LocalDate today = now.atZone(zone).toLocalDate();
            LocalTime time = LocalTime.parse(text, READ_CLOCK);
            Instant candidate = today.atTime(time).atZone(zone).toInstant();
            return Optional.of(
                    candidate.isAfter(now)
                            ? today.minusDays(1).atTime(time).atZone(zone).toInstant()
                            : candidate);
        } catch (DateTimeParseException other) {
            return Optional.empty();
        }
    }
}
